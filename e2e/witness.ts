import type { Page } from '@playwright/test'
import { BoardPage } from './board-page'
import { shapesOnDisk } from './database'
import type { TestServer } from './server'

/** What one look at a page found; `entries`: changes of this board in the browser's own storage. */
interface Look {
  readonly state: string
  readonly shapes: readonly string[]
  readonly entries: number
}

/**
 * Looks at a page again and again while a story goes on, and holds what it says against what is true: where it says
 * *Saved*, everything drawn there is in the database's file; what it counts as kept is in the browser's storage.
 */
export class Witness {
  /** What the state said, in order, each change once. */
  readonly said: string[] = []
  readonly #lies: string[] = []
  readonly #watching: Promise<void>
  #isOver = false

  constructor(
    private readonly page: Page,
    private readonly server: TestServer,
    private readonly boardId: string,
    /** Only this person draws shapes of this type: *Saved* speaks of one's own. */
    private readonly own: string,
  ) {
    this.#watching = this.#watch()
  }

  /** Throws when the page said something that was not so. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#watching
    if (this.#lies.length > 0) throw new Error(`It was said, but not so:\n${this.#lies.join('\n')}`)
  }

  async #watch(): Promise<void> {
    while (!this.page.isClosed()) {
      // The last look begins when the story is over.
      const isLast = this.#isOver
      // A page that is being loaded, or asleep, says nothing.
      const look = await Promise.race([
        this.page.evaluate(lookAround, { boardId: this.boardId, own: this.own }).catch(() => null),
        pause(1_000),
      ])
      if (look) this.#check(look)
      if (isLast) return
      await pause(20)
    }
  }

  #check({ state, shapes, entries }: Look): void {
    if (state !== this.said.at(-1)) this.said.push(state)
    if (state === 'Saved') {
      const stored = shapesOnDisk(this.server, this.boardId)
      const missing = shapes.filter((id) => !stored.has(id))
      if (missing.length > 0) this.#lies.push(`${state}: ${missing.join(', ')} not in the database`)
    }
    const [, kept] = /^Offline · (\d+) changes? kept/.exec(state) ?? []
    if (kept !== undefined && entries < Number(kept)) this.#lies.push(`${state}: ${entries} in the browser`)
  }
}

/** Two people on a board, of whom one draws rectangles and one ellipses, and who watches each of them. */
export async function openWatched(server: TestServer, id: string, pages: readonly [Page, Page]) {
  const [ana, ben] = [new BoardPage(pages[0]), new BoardPage(pages[1])]
  for (const board of [ana, ben]) await board.open(id)
  const witnesses = [
    new Witness(ana.page, server, id, 'rectangle'),
    new Witness(ben.page, server, id, 'ellipse'),
  ] as const
  return { ana, ben, witnesses }
}

const pause = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))

/** Runs in the page. Null when the state changed while it looked. */
async function lookAround({ boardId, own }: { boardId: string; own: string }): Promise<Look | null> {
  const told = () =>
    document.querySelector('[aria-label^="State of the board: "]')?.getAttribute('aria-label')?.slice(20) ??
    ''
  const state = told()
  if (state === '') return null
  const shapes = window
    .ardoise!.shapes()
    .filter(({ type }) => type === own)
    .map(({ id }) => id)
  if (!state.includes('kept')) return { state, shapes, entries: 0 }
  const asked = indexedDB.open('ardoise')
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(new Error('no storage'))
  })
  const count = database
    .transaction('outbox')
    .objectStore('outbox')
    .count(IDBKeyRange.bound([boardId], [boardId, []]))
  const entries = await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)))
  database.close()
  return told() === state ? { state, shapes, entries } : null
}
