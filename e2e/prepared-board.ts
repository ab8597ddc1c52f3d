import type { Page } from '@playwright/test'

export interface PreparedShape {
  readonly id: string
  readonly type?: string
  readonly geo: readonly [x: number, y: number, w: number, h: number, rotation: number]
  readonly data?: Readonly<Record<string, unknown>>
}

/** A board with these shapes, filled so that they are hit by their inside; returns its id. */
export async function prepareBoard(url: string, shapes: readonly PreparedShape[]): Promise<string> {
  const answer = await fetch(`${url}/api/v1/boards/import?name=prepared.ardoise.json`, {
    method: 'POST',
    body: JSON.stringify({
      type: 'ardoise',
      version: 1,
      board: { name: 'Prepared' },
      shapes: shapes.map(({ id, type = 'rectangle', geo, data }, i) => ({
        id,
        type,
        geo,
        order: `a${String(i).padStart(5, '0')}1`,
        style: { fill: 'blue' },
        ...(data && { data }),
      })),
    }),
  })
  if (!answer.ok) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

/** From now on a place on the screen has the same numbers on the page. */
export async function lineUpWithScreen(page: Page): Promise<void> {
  await page.waitForFunction(() => window.ardoise)
  await page.evaluate(async () => {
    await window.ardoise!.ready
    window.ardoise!.view({ x: 0, y: 0, zoom: 1 })
    await window.ardoise!.settled()
  })
}

/** Where shapes are by now in this tab: a drag is not in it before the pointer lifts. */
export const geosOf = (page: Page): Promise<Record<string, readonly number[]>> =>
  page.evaluate(() => Object.fromEntries(window.ardoise!.shapes().map(({ id, geo }) => [id, [...geo]])))
