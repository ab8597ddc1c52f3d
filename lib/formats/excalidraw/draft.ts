import type { ShapeId } from '../../board/ids'
import type { ShapeType, StrokePoint, Style } from '../../board/shape'
import { rotate, type Point } from '../../geometry/point'
import { boxAround, centreOf, cornersOf, type Box } from '../../geometry/box'
import type { Source } from './source'

/** A shape on its way to the board: page units, its container and order not yet decided. */
export interface Draft {
  readonly kind: 'shape'
  readonly source: Source
  id: ShapeId
  readonly type: ShapeType
  /** Before rotation; an arrow's is around its route. */
  box: Box
  readonly rotation: number
  style: Style
  data: Record<string, unknown>
  text?: string
  /** Pen and line: vertices relative to the box. */
  readonly points?: readonly StrokePoint[]
  /** Arrow: every vertex, page units. */
  route?: readonly Point[]
  parent: Container | null
  order: number
}

/** Several shapes that are selected as one; it comes from a group id, a library item or a stroke in pieces. */
export interface Group {
  readonly kind: 'group'
  id: ShapeId
  readonly data: Record<string, unknown>
  parent: Container | null
  order: number
}

export type Container = Draft | Group
export type Node = Draft | Group

/** Everything a draft covers on the page, without the width of its stroke. */
export const coverOf = ({ box, rotation, route }: Draft): Box =>
  route ? boxAround(route) : rotation === 0 ? box : boxAround(cornersOf(box, rotation))

/** Move a draft on the page. */
export function shift(draft: Draft, dx: number, dy: number): void {
  draft.box = { ...draft.box, x: draft.box.x + dx, y: draft.box.y + dy }
  if (draft.route) draft.route = draft.route.map(({ x, y }) => ({ x: x + dx, y: y + dy }))
}

/**
 * Where `box` has to be so that turning it about its own centre puts it where turning it about `pivot` would:
 * Excalidraw turns a curve about the middle of what it draws, we turn a shape about the middle of its points.
 */
export function turnedAbout(box: Box, angle: number, pivot: Point): Box {
  if (angle === 0) return box
  const centre = centreOf(box)
  const moved = rotate(centre, angle, pivot)
  return { ...box, x: box.x + moved.x - centre.x, y: box.y + moved.y - centre.y }
}
