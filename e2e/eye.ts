import type { Page } from '@playwright/test'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Of the inks on paper, darker than any soft edge. */
const SOLID = 70

/** Looks at pictures of pages: decodes them in a blank page, because a board's own policy forbids `data:` addresses. */
export class Eye {
  constructor(private readonly blank: Page) {}

  /** Share (0 to 1) of the pixels in `area` that differ from its commonest colour: 0 on an empty canvas. */
  async ink(page: Page, area: Area): Promise<number> {
    const png = (await page.screenshot({ clip: area, animations: 'disabled' })).toString('base64')
    return this.blank.evaluate(async (data) => {
      const image = new Image()
      image.src = `data:image/png;base64,${data}`
      await image.decode()
      const ctx = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      ctx.drawImage(image, 0, 0)
      const pixels = new Uint32Array(ctx.getImageData(0, 0, image.width, image.height).data.buffer)
      const counts = new Map<number, number>()
      for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
      return 1 - Math.max(...counts.values()) / pixels.length
    }, png)
  }

  /** Share (0 to 1) of the pixels that differ by more than a shade between two pictures of one size. */
  async difference(a: Buffer, b: Buffer): Promise<number> {
    return this.blank.evaluate(
      async ([a, b]) => {
        const pixels = async (data: string) => {
          const image = new Image()
          image.src = `data:image/png;base64,${data}`
          await image.decode()
          const ctx = new OffscreenCanvas(image.width, image.height).getContext('2d')!
          ctx.drawImage(image, 0, 0)
          return ctx.getImageData(0, 0, image.width, image.height).data
        }
        const [first, second] = [await pixels(a!), await pixels(b!)]
        let different = 0
        for (let i = 0; i < first.length; i += 4)
          if ([0, 1, 2].some((c) => Math.abs(first[i + c]! - second[i + c]!) > 24)) different++
        return different / (first.length / 4)
      },
      [a.toString('base64'), b.toString('base64')],
    )
  }

  /** The darkest value (0 to 255, mean of red, green and blue) in an area. */
  async darkest(page: Page, area: Area): Promise<number> {
    return Math.min(...(await this.#greys(page, area)).flat())
  }

  /** The mean value (0 to 255) of an area: the same for a picture and a coarser one of the same. */
  async shade(page: Page, area: Area): Promise<number> {
    const all = (await this.#greys(page, area)).flat()
    return all.reduce((sum, value) => sum + value, 0) / all.length
  }

  /** How many pixels of each column are solid ink, soft edges left out: the width of a level line along it. */
  async thickness(page: Page, area: Area): Promise<number[]> {
    const rows = await this.#greys(page, area)
    return rows[0]!.map((_, column) => rows.filter((row) => row[column]! < SOLID).length)
  }

  async #greys(page: Page, area: Area): Promise<number[][]> {
    const png = (await page.screenshot({ clip: area, animations: 'disabled' })).toString('base64')
    return this.blank.evaluate(async (data) => {
      const image = new Image()
      image.src = `data:image/png;base64,${data}`
      await image.decode()
      const ctx = new OffscreenCanvas(image.width, image.height).getContext('2d')!
      ctx.drawImage(image, 0, 0)
      const { data: rgba } = ctx.getImageData(0, 0, image.width, image.height)
      return Array.from({ length: image.height }, (_, y) =>
        Array.from({ length: image.width }, (_, x) => {
          const i = 4 * (y * image.width + x)
          return (rgba[i]! + rgba[i + 1]! + rgba[i + 2]!) / 3
        }),
      )
    }, png)
  }
}
