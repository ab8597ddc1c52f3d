import type { ShapeId } from '../ids'
import { compareOrder, insertKeys, keysBetween, siblingsIn, type Siblings } from '../order'
import type { BoardView, Edit } from '../shape'
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
    return (
      placeRuns(view, siblings, moved, to) ??
      placeSiblings(view, siblings, rearranged(siblings, moved, to), moved)
    )
  })
}

/** Siblings that move together: places in paint order, `to` the first that is not one of them. */
interface Run {
  readonly from: number
  readonly to: number
}

/** The edits, at the cost of what is moved; null where the keys around leave no room. */
function placeRuns(
  view: BoardView,
  siblings: readonly ShapeId[],
  moved: ReadonlySet<ShapeId>,
  to: Stacking,
): Edit[] | null {
  const order = (index: number) => (index < 0 ? null : (view.get(siblings[index]!)?.order ?? null))
  const last = siblings.length - 1
  const runs = runsOf(view, siblings, moved)
  const isUp = to === 'front' || to === 'forward'
  // Those that are at the end already, and nothing else: they stay.
  const movable = runs.filter((run) => (isUp ? run.to <= last : run.from > 0))
  if (movable.length === 0) return []
  const leaving =
    to === 'front' || to === 'back'
      ? moved
      : new Set(movable.flatMap((run) => siblings.slice(run.from, run.to)))
  const staying = (index: number, step: 1 | -1) => {
    let at = index
    while (at >= 0 && at < siblings.length && leaving.has(siblings[at]!)) at += step
    return at
  }
  const edits: Edit[] = []
  const put = (some: readonly Run[], below: string | null, above: string | null): boolean => {
    const ids = some.flatMap((run) => siblings.slice(run.from, run.to))
    const keys = keysBetween(below, above, ids.length)
    ids.forEach((id, i) => keys && edits.push({ do: 'patch', id, patch: { order: keys[i]! } }))
    return keys !== null
  }
  if (to === 'front') return put(runs, order(staying(last, -1)), null) ? edits : null
  if (to === 'back') return put(runs, null, order(staying(0, 1))) ? edits : null
  for (const run of movable) {
    const passed = isUp ? run.to : run.from - 1
    const beyond = staying(passed + (isUp ? 1 : -1), isUp ? 1 : -1)
    const isRoom = isUp ? put([run], order(passed), order(beyond)) : put([run], order(beyond), order(passed))
    if (!isRoom) return null
  }
  return edits
}

function runsOf(view: BoardView, siblings: readonly ShapeId[], moved: ReadonlySet<ShapeId>): Run[] {
  const places = Array.from(moved, (id) => placeOf(view, siblings, id)).sort((a, b) => a - b)
  const runs: { from: number; to: number }[] = []
  for (const place of places) {
    const run = runs.at(-1)
    if (run?.to === place) run.to++
    else runs.push({ from: place, to: place + 1 })
  }
  return runs
}

/** Where a shape is among its siblings. */
function placeOf(view: BoardView, siblings: readonly ShapeId[], id: ShapeId): number {
  const record = view.get(id)!
  let [from, to] = [0, siblings.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (compareOrder(view.get(siblings[middle]!)!, record) < 0) from = middle + 1
    else to = middle
  }
  return from
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
  const parent = view.parentOf(id)
  return keysAt(siblingsIn(view, parent), placeOf(view, view.childrenOf(parent), id) + 1, count)
}

/** Keys to put `count` shapes above all children of `parent`. */
export function keysOnTop(
  view: BoardView,
  parent: ShapeId | null,
  count: number,
): { keys: readonly string[]; edits: Edit[] } {
  const siblings = siblingsIn(view, parent)
  return keysAt(siblings, siblings.length, count)
}

function keysAt(siblings: Siblings, index: number, count: number) {
  const { keys, rekeyed } = insertKeys(siblings, index, count)
  const edits = [...rekeyed].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } }))
  return { keys, edits }
}
