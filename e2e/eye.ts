import type { Page } from '@playwright/test'

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

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
}
