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
  /** All of the above know of it. */
  told(isLocal: boolean): void
}

/** Keep what is shown and selected true to the document as it changes; returns the undo. */
export function followDocument(parts: NewsParts): () => void {
  const { document, state, selected, drafts } = parts

  function stateAfter(shapes: Shapes, isLocal: boolean) {
    const { selection, editing, layout } = state.getState()
    // What lands is where it was shown: the panels over it stay.
    const isMoved = !(isLocal && drafts.isLanding) && selected.changed(shapes, isLocal)
    const kept = selected.isLosing(shapes) ? sane(document, selection) : selection
    return {
      shapeCount: document.size,
      ...(kept.length < selection.length ? { selection: kept } : {}),
      ...(isMoved || editing !== null ? { layout: layout + 1 } : {}),
    }
  }

  return document.onChange(({ shapes, isLocal }) => {
    drafts.changed(shapes.keys())
    parts.renderer.changed(shapes.keys())
    parts.typing.changed(shapes)
    state.setState(stateAfter(shapes, isLocal))
    const { editing } = state.getState()
    if (editing !== null && !document.get(editing)) parts.finishText()
    parts.told(isLocal)
  })
}
