import type { ShapeId } from '../ids'
import { insertKeys } from '../order'
import type { BoardView, Edit, ShapeRecord } from '../shape'
import { outermost } from './tree'

export type Stacking = 'front' | 'forward' | 'backward' | 'back'

/** Move shapes among their siblings; several keep their order among themselves. */
export function reorderShapes(view: BoardView, ids: Iterable<ShapeId>, to: Stacking): Edit[] {
  const byParent = new Map<ShapeId | null, Set<ShapeId>>()
  for (const id of outermost(view, ids)) {
    const parent = view.parentOf(id)
    byParent.set(parent, (byParent.get(parent) ?? new Set()).add(id))
  }
  return [...byParent].flatMap(([parent, moved]) => {
    const siblings = view.childrenOf(parent)
    return placeSiblings(view, siblings, rearranged(siblings, moved, to), moved)
  })
}

function rearranged(siblings: readonly ShapeId[], moved: ReadonlySet<ShapeId>, to: Stacking): ShapeId[] {
  const others = siblings.filter((id) => !moved.has(id))
  const chosen = siblings.filter((id) => moved.has(id))
  if (to === 'front') return [...others, ...chosen]
  if (to === 'back') return [...chosen, ...others]
  // Each chosen one passes one that is not chosen; those already at the end stay there.
  const steps = to === 'forward' ? [...siblings].reverse() : [...siblings]
  for (let i = 1; i < steps.length; i++) {
    const [ahead, id] = [steps[i - 1]!, steps[i]!]
    if (moved.has(id) && !moved.has(ahead)) [steps[i - 1], steps[i]] = [id, ahead]
  }
  return to === 'forward' ? steps.reverse() : steps
}

/** New keys for the moved ones, so that siblings come in the wanted order. */
function placeSiblings(
  view: BoardView,
  siblings: readonly ShapeId[],
  wanted: readonly ShapeId[],
  moved: ReadonlySet<ShapeId>,
): Edit[] {
  if (wanted.every((id, i) => id === siblings[i])) return []
  const keys = new Map<ShapeId, string>()
  // What stays, with the keys it has by now.
  const staying = wanted.filter((id) => !moved.has(id)).map((id) => ({ id, order: view.get(id)!.order }))
  let run: ShapeId[] = []
  let position = 0
  const settle = (): void => {
    if (run.length === 0) return
    const { keys: fresh, rekeyed } = insertKeys(staying, position, run.length)
    rekeyed.forEach((key, id) => {
      keys.set(id, key)
      const at = staying.findIndex((sibling) => sibling.id === id)
      staying[at] = { id, order: key }
    })
    const settled = run.map((id, i) => ({ id, order: fresh[i]! }))
    for (const { id, order } of settled) keys.set(id, order)
    staying.splice(position, 0, ...settled)
    position += run.length
    run = []
  }
  for (const id of wanted) {
    if (moved.has(id)) run.push(id)
    else {
      settle()
      position++
    }
  }
  settle()
  return [...keys].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } }))
}

/** Keys to put `count` shapes right above `id` among its siblings, and the patches that make room for them. */
export function keysAbove(
  view: BoardView,
  id: ShapeId,
  count: number,
): { keys: readonly string[]; edits: Edit[] } {
  const siblings = view.childrenOf(view.parentOf(id))
  return keysAt(view, siblings, siblings.indexOf(id) + 1, count)
}

/** Keys to put `count` shapes above all children of `parent`. */
export function keysOnTop(
  view: BoardView,
  parent: ShapeId | null,
  count: number,
): { keys: readonly string[]; edits: Edit[] } {
  const siblings = view.childrenOf(parent)
  return keysAt(view, siblings, siblings.length, count)
}

function keysAt(view: BoardView, siblings: readonly ShapeId[], index: number, count: number) {
  const ordered = siblings.map((id): ShapeRecord => view.get(id)!)
  const { keys, rekeyed } = insertKeys(ordered, index, count)
  const edits = [...rekeyed].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } }))
  return { keys, edits }
}
