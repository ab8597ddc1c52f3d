import { createStore } from 'zustand/vanilla'
import type { BoardChange } from '../../board/shape'
import { boxAround, cornersOf, type Box } from '../../geometry/box'
import { place } from '../../shapes/index'
import type { Engine } from '../api'
import { fold, unfolded } from './fold'
import { placesOfText, type TextPiece } from './text-places'
import { TextSearch, type Found, type Match } from './text-search'

export interface FindState extends Found {
  readonly query: string
  /** Index of the match that is shown; -1: none. */
  readonly at: number
}

/** While others type, the board is searched again this seldom (ms). */
const FOLLOW_MS = 150

/** One visit to «find text»: what is sought, what was found, and which of it is shown. */
export class FindSession {
  readonly state = createStore<FindState>(() => ({
    query: '',
    matches: [],
    at: -1,
    isCut: false,
    isDone: true,
  }))
  readonly #search: TextSearch
  readonly #off: () => void
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly engine: Pick<Engine, 'board' | 'reading' | 'reveal' | 'select'>,
    onChange: (listener: (change: BoardChange) => void) => () => void,
  ) {
    this.#search = new TextSearch(engine.board, engine.reading)
    this.#off = onChange(({ shapes }) => {
      if (this.state.getState().query === '' || this.#timer !== null) return
      if (![...shapes.values()].some((record) => record === null || record.text)) return
      this.#timer = setTimeout(() => {
        this.#timer = null
        this.#run(this.#current, false)
      }, FOLLOW_MS)
    })
  }

  /** Seek this from now on, and show the first that is found: the one shown now if it still fits. */
  seek(query: string): void {
    const { matches, at } = this.state.getState()
    this.state.setState({ query })
    this.#run(matches[at] ?? null, true)
  }

  /** Show the next match (`1`), or the one before (`-1`); after the last comes the first. */
  step(by: 1 | -1): void {
    const { matches, at } = this.state.getState()
    if (matches.length === 0) return
    this.#show((Math.max(at, by === 1 ? -1 : 0) + by + matches.length) % matches.length)
  }

  /** Where the match that is shown is painted, page units. */
  pieces(): TextPiece[] {
    const match = this.#current
    const placed = match && place(this.engine.board, match.id)
    if (!match || !placed) return []
    const { from, to } = unfolded(
      placed.record.text ?? '',
      match.at,
      fold(this.state.getState().query).length,
    )
    return placesOfText(placed, from, to)
  }

  /** End the visit; what was shown last is selected, so that one can go on with it. */
  dispose(): void {
    const match = this.#current
    if (match && this.engine.board.get(match.id)) this.engine.select([match.id])
    this.#search.cancel()
    this.#off()
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  get #current(): Match | null {
    const { matches, at } = this.state.getState()
    return matches[at] ?? null
  }

  /** Search, and stay with `kept` when it is found again; `isNew`: bring what is shown into view. */
  #run(kept: Match | null, isNew: boolean): void {
    let isShown = !isNew
    this.state.setState({ isDone: false })
    this.#search.search(this.state.getState().query, (found) => {
      const same = kept ? found.matches.findIndex(({ id, at }) => id === kept.id && at === kept.at) : -1
      const inShape = kept && same < 0 ? found.matches.findIndex(({ id }) => id === kept.id) : -1
      const again = same >= 0 ? same : inShape
      // While pieces are still to come, what was shown may be in one of them.
      const first = found.isDone || !kept ? Math.min(0, found.matches.length - 1) : -1
      this.state.setState({ ...found, at: again >= 0 ? again : first })
      if (isShown || this.#current === null) return
      isShown = true
      this.#reveal()
    })
  }

  #show(at: number): void {
    this.state.setState({ at })
    this.#reveal()
  }

  #reveal(): void {
    const box = boxOf(this.pieces())
    if (box) this.engine.reveal(box)
  }
}

function boxOf(pieces: readonly TextPiece[]): Box | null {
  if (pieces.length === 0) return null
  return boxAround(
    pieces.flatMap(({ middle: { x, y }, w, h, rotation }) =>
      cornersOf({ x: x - w / 2, y: y - h / 2, w, h }, rotation),
    ),
  )
}
