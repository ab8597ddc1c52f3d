import type { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import type { ShapeRecord } from '../board/shape'
import type { Drafts } from './drafts'
import { sane, type Selected } from './selection'
import type { StateStore } from './state'
import type { TextSession } from './typing'

type Shapes = ReadonlyMap<ShapeId, ShapeRecord | null>

interface NewsParts {
  readonly document: BoardDocument
  readonly state: StateStore
  readonly selected: Selected
  readonly drafts: Pick<Drafts, 'changed' | 'isLanding'>
  readonly typing: Pick<TextSession, 'changed'>
  readonly renderer: { changed(ids: Iterable<ShapeId>): void }
  finishText(): void
  /** Whether frames are drawn, so that one will tell. */
  hasFrames(): boolean
  /** All of the above know of it. */
  told(isLocal: boolean): void
}

/**
 * Keeps what is shown and selected true to the document as it changes. What others do comes many times a frame, and
 * every word of it makes the interface look again: it is told once, with the frame that shows it.
 */
export class News {
  readonly #off: () => void
  #isWaiting = false
  #isMoved = false

  constructor(private readonly parts: NewsParts) {
    this.#off = parts.document.onChange(({ shapes, isLocal }) => this.#came(shapes, isLocal))
  }

  dispose(): void {
    this.#off()
  }

  /** Tell what has come since the last frame. */
  tell(): void {
    if (!this.#isWaiting) return
    const { document, state } = this.parts
    const { editing, layout } = state.getState()
    const isMoved = this.#isMoved || editing !== null
    this.#isWaiting = this.#isMoved = false
    state.setState({ shapeCount: document.size, ...(isMoved ? { layout: layout + 1 } : {}) })
  }

  #came(shapes: Shapes, isLocal: boolean): void {
    const { document, state, selected, drafts } = this.parts
    drafts.changed(shapes.keys())
    this.parts.renderer.changed(shapes.keys())
    this.parts.typing.changed(shapes)
    // What lands is where it was shown: the panels over it stay.
    if (!(isLocal && drafts.isLanding) && selected.changed(shapes, isLocal)) this.#isMoved = true
    this.#isWaiting = true
    const { selection, editing } = state.getState()
    const isLosing = selected.isLosing(shapes)
    if (isLosing) state.setState({ selection: sane(document, selection) })
    if (isLocal || isLosing || !this.parts.hasFrames()) this.tell()
    if (editing !== null && !document.get(editing)) this.parts.finishText()
    this.parts.told(isLocal)
  }
}
