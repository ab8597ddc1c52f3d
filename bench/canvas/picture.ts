import type { Page } from 'playwright'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Colours nearer than this to the paper are paper: a grid of faint dots is no drawing. */
const PAPER_DISTANCE = 24

/** Squares (px) of which only the mean colour is compared: edges drawn by another hand do not count. */
const SQUARE_PX = 20

/** Looks at screenshots in a page of its own, because a board's content policy forbids `data:` addresses. */
export class Eye {
  constructor(private readonly blank: Page) {}

  /** Share (0 to 1) of the pixels of `area` that are drawn on. */
  async ink(page: Page, area: Area): Promise<number> {
    return this.blank.evaluate(
      async ([png, near]) => {
        const pixels = await pixelsOf(png)
        const counts = new Map<number, number>()
        for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
        const [paper] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most))
        let drawn = 0
        for (const pixel of pixels) if (apart(pixel, paper) > near) drawn++
        return drawn / pixels.length
      },
      [await shot(page, area), PAPER_DISTANCE] as const,
    )
  }

  /** Share (0 to 1) of the pixels of `area` that differ visibly between two pictures of it. */
  async difference(before: string, after: string): Promise<number> {
    return this.blank.evaluate(
      async ([a, b, near]) => {
        const [one, two] = [await pixelsOf(a), await pixelsOf(b)]
        let changed = 0
        for (let i = 0; i < one.length; i++) if (apart(one[i]!, two[i]!) > near) changed++
        return changed / one.length
      },
      [before, after, PAPER_DISTANCE] as const,
    )
  }

  /** How much two pictures differ (0 to 1) when each small square of them is one colour. */
  async unlikeness(one: string, other: string): Promise<number> {
    return this.blank.evaluate(
      async ([a, b, side]) => {
        const [first, second] = [await pixelsOf(a, side), await pixelsOf(b, side)]
        let sum = 0
        for (let i = 0; i < first.length; i++)
          for (const shift of [0, 8, 16])
            sum += Math.abs(((first[i]! >> shift) & 255) - ((second[i]! >> shift) & 255))
        return sum / (first.length * 3 * 255)
      },
      [one, other, SQUARE_PX] as const,
    )
  }

  static async in(blank: Page): Promise<Eye> {
    await blank.addScriptTag({
      content: `
        globalThis.pixelsOf = async (png, side = 1) => {
          const image = new Image()
          image.src = 'data:image/png;base64,' + png
          await image.decode()
          const [w, h] = [Math.ceil(image.width / side), Math.ceil(image.height / side)]
          const ctx = new OffscreenCanvas(w, h).getContext('2d')
          ctx.imageSmoothingQuality = 'high'
          ctx.drawImage(image, 0, 0, w, h)
          return new Uint32Array(ctx.getImageData(0, 0, w, h).data.buffer)
        }
        globalThis.apart = (a, b) =>
          Math.max(...[0, 8, 16].map((shift) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255))))`,
    })
    return new Eye(blank)
  }
}

declare function pixelsOf(png: string, side?: number): Promise<Uint32Array>
declare function apart(a: number, b: number): number

/** A screenshot as base64. */
export const shot = async (page: Page, area: Area): Promise<string> =>
  (await page.screenshot({ clip: area, animations: 'disabled' })).toString('base64')
