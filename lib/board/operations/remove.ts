import type { ShapeId } from '../ids'
import type { BoardView, Edit } from '../shape'
import { freedEnds, withDescendants, type LastPoint } from './tree'

/**
 * Remove shapes and what is inside them. Arrows that stay get the last points of the ends they lose; a group that
 * is left empty goes too.
 */
export function removeShapes(view: BoardView, ids: Iterable<ShapeId>, lastPoint?: LastPoint): Edit[] {
  const gone = new Set(withDescendants(view, [...ids].filter((id) => view.get(id)))) // prettier-ignore
  const left = new Map<ShapeId, number>()
  for (const id of gone) {
    const parent = view.parentOf(id)
    if (parent === null || gone.has(parent) || view.get(parent)?.type !== 'group') continue
    const rest = (left.get(parent) ?? view.childrenOf(parent).length) - 1
    left.set(parent, rest)
    if (rest === 0) gone.add(parent)
  }
  return [
    ...freeArrows(view, gone, lastPoint),
    // Children first: at no moment of a long removal is something without its frame.
    ...[...gone].reverse().map((id): Edit => ({ do: 'remove', id })),
  ]
}

/** Patches for the arrows that stay attached to shapes that go. */
export function freeArrows(
  view: BoardView,
  gone: ReadonlySet<ShapeId>,
  lastPoint: LastPoint | undefined,
): Edit[] {
  const arrows = new Set<ShapeId>()
  for (const id of gone) for (const arrow of view.arrowsAt(id)) if (!gone.has(arrow)) arrows.add(arrow)
  return [...arrows].flatMap((id): Edit[] => {
    const data = freedEnds(view, view.get(id)!, (target) => gone.has(target), lastPoint)
    return data ? [{ do: 'patch', id, patch: { data } }] : []
  })
}
