import type { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import type { BoardView, Edit, ShapeRecord } from '../../lib/board/shape'
import { LEFTOVER_ORIGIN } from '../../lib/sync'

/** Which shapes this tab has changed since everything was last saved, or has sent for a tab that is gone. */
export class UnsavedShapes {
  readonly #ids = new Set<ShapeId>()
  readonly #end: () => void

  constructor(document: BoardDocument) {
    this.#end = document.onChange(({ shapes, isLocal, origin }) => {
      if (isLocal || origin === LEFTOVER_ORIGIN) for (const id of shapes.keys()) this.#ids.add(id)
    })
  }
  saved(): void {
    this.#ids.clear()
  }
  get ids(): ReadonlySet<ShapeId> {
    return this.#ids
  }
  dispose(): void {
    this.#end()
  }
}

/** What was drawn and not saved when the server refused a change: the shapes as they were, null when deleted. */
export type Rescue = ReadonlyMap<ShapeId, ShapeRecord | null>

/** Take down the unsaved shapes, except those that the server named as the ones it refused. */
export function rescue(board: BoardView, ids: Iterable<ShapeId>, refused: ReadonlySet<string>): Rescue {
  const kept = new Map<ShapeId, ShapeRecord | null>()
  for (const id of ids) if (!refused.has(id)) kept.set(id, board.get(id) ?? null)
  return kept
}

/** The shapes themselves; what was deleted is nothing that one could keep. */
export const shapesIn = (rescued: Rescue): ShapeRecord[] =>
  [...rescued.values()].filter((shape) => shape !== null)

/**
 * Put rescued shapes on a freshly loaded board, one by one, so that a bad one does not take the others with it.
 * Answers those that could not be put back.
 */
export function putBack(rescued: Rescue, document: BoardDocument): ShapeRecord[] {
  const lost: ShapeRecord[] = []
  for (const [id, shape] of rescued) {
    const edit = editFor(id, shape, document.get(id))
    if (edit && !document.apply([edit]).ok && shape) lost.push(shape)
  }
  return lost
}

function editFor(id: ShapeId, shape: ShapeRecord | null, there: ShapeRecord | undefined): Edit | null {
  if (shape === null) return there ? { do: 'remove', id } : null
  if (!there) return { do: 'create', shape }
  const { geo, style, order, parent, points, text, data } = shape
  return {
    do: 'patch',
    id,
    patch: {
      geo,
      style,
      order,
      parent,
      data,
      ...(points && { points }),
      ...(text !== undefined && { text }),
    },
  }
}
