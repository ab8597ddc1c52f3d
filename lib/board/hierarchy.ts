import type { ShapeId } from './ids'
import { MAX_NESTING } from './limits'
import type { BoardView, ShapeRecord } from './shape'

/** Shapes that others can be inside of. */
export const isContainer = (record: ShapeRecord | undefined): boolean =>
  record !== undefined && (record.type === 'frame' || record.type === 'group')

export interface Place {
  /** The parent that counts. */
  readonly parent: ShapeId | null
  /** Containers around it, at most `MAX_NESTING`. */
  readonly depth: number
}

/**
 * Stored parents of `ids`, resolved: a missing parent and one that is no container is the page; in a cycle the
 * member with the smallest id falls to the page, and so does whatever is nested deeper than `MAX_NESTING`. The
 * outcome depends on the records alone, so every replica shows the same tree.
 *
 * @param ids      closed under stored descent: when a shape is in, everything that names it as parent is too
 * @param known    places of shapes that are not in `ids`
 */
export function resolveParents(
  ids: Iterable<ShapeId>,
  get: (id: ShapeId) => ShapeRecord | undefined,
  known: (id: ShapeId) => Place | undefined,
): Map<ShapeId, Place> {
  const pending = new Set(ids)
  const places = new Map<ShapeId, Place>()
  const stored = (id: ShapeId): ShapeId | null => {
    const parent = get(id)?.parent ?? null
    return parent !== null && isContainer(get(parent)) ? parent : null
  }
  const settle = (id: ShapeId, parent: ShapeId | null): void => {
    const depth = parent === null ? 0 : (places.get(parent) ?? known(parent))!.depth + 1
    places.set(id, depth > MAX_NESTING ? { parent: null, depth: 0 } : { parent, depth })
    pending.delete(id)
  }
  for (const start of pending) {
    const path: ShapeId[] = []
    const positions = new Map<ShapeId, number>()
    let next: ShapeId | null = start
    while (next !== null && pending.has(next) && !positions.has(next)) {
      positions.set(next, path.length)
      path.push(next)
      next = stored(next)
    }
    const cycleStart = next === null ? undefined : positions.get(next)
    if (cycleStart !== undefined) {
      const cycle = path.splice(cycleStart)
      const smallest = cycle.reduce((a, b) => (b < a ? b : a))
      const at = cycle.indexOf(smallest)
      settle(smallest, null)
      // Towards the start of the path means away from the page: each one's parent is settled before it.
      const rest = [...cycle.slice(at + 1), ...cycle.slice(0, at)]
      for (const id of rest.reverse()) settle(id, stored(id))
    }
    for (const id of path.reverse()) settle(id, stored(id))
  }
  return places
}

/** Where the coordinates of a shape begin on the page: the corners of the frames around it, added up. */
export function frameOrigin(
  view: Pick<BoardView, 'get' | 'parentOf'>,
  id: ShapeId,
): { readonly x: number; readonly y: number } {
  let [x, y] = [0, 0]
  for (let parent = view.parentOf(id); parent !== null; parent = view.parentOf(parent)) {
    const record = view.get(parent)
    if (record?.type !== 'frame') continue
    x += record.geo[0]
    y += record.geo[1]
  }
  return { x, y }
}
