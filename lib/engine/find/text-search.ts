import type { ShapeId } from '../../board/ids'
import type { BoardView, ShapeRecord } from '../../board/shape'
import { WORK_MS, type ReadingOrder } from '../reading/reading-order'
import { fold } from './fold'

/** One place where the sought text is: which shape, and where in its folded text. */
export interface Match {
  readonly id: ShapeId
  readonly at: number
}
export interface Found {
  /** In reading order. */
  readonly matches: readonly Match[]
  /** More than can be listed. */
  readonly isCut: boolean
  readonly isDone: boolean
}

/** Nobody goes through more than this; counting on would only make the list heavy. */
export const MOST_MATCHES = 10_000
/** Shapes read between two glances at the clock. */
const PIECE = 256
const NOTHING: Found = { matches: [], isCut: false, isDone: true }

/**
 * Searches all text on a board, in reading order and in pieces, so that the next key is never waited for. Texts are
 * folded once and kept as long as they are on the board.
 */
export class TextSearch {
  readonly #folded = new WeakMap<ShapeRecord, string>()
  #run = 0

  constructor(
    private readonly board: BoardView,
    private readonly reading: ReadingOrder,
    /** Give way to everything else, then go on. */
    private readonly later: (go: () => void) => void = (go) => void setTimeout(go),
  ) {}

  /** Give up the search that is going on. */
  cancel(): void {
    this.#run++
  }

  /** Search for `query`; `tell` hears what was found after each piece, until it is done or another search begins. */
  search(query: string, tell: (found: Found) => void): void {
    const run = ++this.#run
    const sought = fold(query)
    if (sought === '') return tell(NOTHING)
    const matches: Match[] = []
    let ids: Iterator<ShapeId> | null = null

    const go = (): void => {
      if (run !== this.#run) return
      const deadline = performance.now() + WORK_MS
      if (!ids && this.reading.work()) ids = this.reading.all()
      while (ids && performance.now() < deadline) {
        for (let left = PIECE; left > 0; left--) {
          const next = ids.next()
          const isCut = matches.length >= MOST_MATCHES
          if (next.done || isCut) return tell({ matches, isCut, isDone: true })
          this.#searchShape(next.value, sought, matches)
        }
      }
      if (matches.length > 0) tell({ matches: matches.slice(), isCut: false, isDone: false })
      this.later(go)
    }
    go()
  }

  #searchShape(id: ShapeId, sought: string, matches: Match[]): void {
    const record = this.board.get(id)
    if (!record?.text) return
    let folded = this.#folded.get(record)
    if (folded === undefined) {
      folded = fold(record.text)
      this.#folded.set(record, folded)
    }
    for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + sought.length)) {
      matches.push({ id, at })
      if (matches.length >= MOST_MATCHES) return
    }
  }
}
