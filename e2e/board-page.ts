import { expect, type Page } from '@playwright/test'

type Place = readonly [x: number, y: number]

/** In ms; by itself Playwright soon looks only once or twice a second. */
const OFTEN = { intervals: [50] }

/** One person's open board, driven as a person would: mouse, keys, and what is written on the screen. */
export class BoardPage {
  constructor(readonly page: Page) {}

  async open(boardId: string): Promise<void> {
    await this.page.goto(`/b/${boardId}`)
    await this.saved()
  }

  /** The state beside the title says *Saved*: everything done here so far is on the server's disk. */
  async saved(): Promise<void> {
    const saved = this.page.getByText('Saved', { exact: true })
    await expect.poll(() => saved.isVisible(), OFTEN).toBe(true)
  }

  /** Choose a tool by its letter. */
  async tool(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }

  /** Press at the first place, pass through the others, and lift at the last unless `hold`. */
  async drag(places: readonly Place[], options: { hold?: boolean } = {}): Promise<void> {
    const [first, ...others] = places
    await this.page.mouse.move(...first!)
    await this.page.mouse.down()
    for (const place of others) await this.page.mouse.move(...place, { steps: 8 })
    if (!options.hold) await this.page.mouse.up()
  }
  lift(): Promise<void> {
    return this.page.mouse.up()
  }
}

/** A box with a tool, in the nth of many places, as one change. */
export async function drawBox({ page }: Pick<BoardPage, 'page'>, n: number, tool = 'r'): Promise<void> {
  const [x, y] = [120 + (n % 8) * 150, 120 + Math.floor(n / 8) * 120]
  await page.keyboard.press(tool)
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 100, y + 80, { steps: 3 })
  await page.mouse.up()
  await page.keyboard.press('Escape')
}

/** Waits until the state beside the title says this. */
export const says = (page: Page, words: string | RegExp, timeout = 10_000): Promise<void> =>
  expect(page.getByRole('button', { name: /^State of the board/ })).toHaveText(words, { timeout })

/** A shape as the JSON export tells it. */
export interface ExportedShape {
  readonly id: string
  readonly type: string
  readonly geo: readonly number[]
  readonly style: Record<string, unknown>
  readonly parent?: string | null
  readonly text?: string
  readonly points?: readonly (readonly number[])[]
  readonly data: Record<string, unknown>
}

/** A new board made over the API by a program without a cookie; returns its id. */
export async function createBoard(url: string, name = 'A board'): Promise<string> {
  const answer = await fetch(`${url}/api/v1/boards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  if (answer.status !== 201) throw new Error(`POST /boards answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

/** What the server has of a board. */
export async function shapesOf(url: string, boardId: string): Promise<ExportedShape[]> {
  const answer = await fetch(`${url}/api/v1/boards/${boardId}/export?format=json`)
  if (!answer.ok) throw new Error(`The export answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { shapes: ExportedShape[] }).shapes
}

/** Waits until the board on the server holds exactly these types, in any order. */
export async function expectTypes(url: string, boardId: string, types: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await shapesOf(url, boardId)).map(({ type }) => type).sort(), OFTEN)
    .toEqual([...types].sort())
}
