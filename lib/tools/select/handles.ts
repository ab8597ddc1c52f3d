import { distance, type Point } from '../../geometry/point'
import { rotate } from '../../geometry/point'
import { centreOf } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import type { Env } from '../define'
import {
  frameOf,
  handlePoint,
  handlingOf,
  RESIZE_HANDLES,
  turnPoint,
  type Places,
  type ResizeHandle,
  type SelectionFrame,
} from './frame'
import { verticesOf, type Vertex } from './vertices'

export type Handle =
  | { readonly kind: 'resize'; readonly handle: ResizeHandle; readonly at: Point }
  | { readonly kind: 'turn'; readonly at: Point }
  | { readonly kind: 'vertex'; readonly vertex: Vertex; readonly at: Point }

/** How near (CSS px) the pointer takes a handle: more than what is shown, for fingers. */
const REACH_PX = 10
/** Handles in the middle of a side shorter than this (CSS px) would lie on those of its corners. */
const SHORT_SIDE_PX = 36

/** The handles of a selection: of a line or an arrow its points, of everything else a frame's. */
export function handlesOf(selection: readonly ShapeId[], places: Places, zoom: number): readonly Handle[] {
  const [only] = selection
  if (only !== undefined && selection.length === 1) {
    const vertices = verticesOf(only, places)
    if (vertices) return vertices.map((vertex) => ({ kind: 'vertex', vertex, at: vertex.page }))
  }
  const frame = frameOf(selection, places)
  if (!frame) return []
  const { resize, rotate: turns } = handlingOf(selection, places)
  const { w, h } = frame.box
  const shown = RESIZE_HANDLES.filter((handle) => {
    if (resize === 'none') return false
    const isCorner = handle.length === 2
    if (isCorner) return true
    const isSideways = handle === 'e' || handle === 'w'
    if (resize === 'width') return isSideways
    return resize === 'free' && (isSideways ? h : w) * zoom >= SHORT_SIDE_PX
  })
  return [
    ...shown.map((handle): Handle => ({ kind: 'resize', handle, at: handlePoint(frame, handle) })),
    ...(turns ? [{ kind: 'turn', at: turnPoint(frame, zoom) } as const] : []),
  ]
}

/** The handle under a page point, the nearest first. */
export function handleAt(page: Point, env: Env): Handle | null {
  let best: Handle | null = null
  let least = REACH_PX / env.zoom
  for (const handle of handlesOf(env.selection, env, env.zoom)) {
    const d = distance(handle.at, page)
    if (d > least) continue
    best = handle
    least = d
  }
  return best
}

/** Whether a page point is inside a selection of several: its frame is as good to drag as its shapes. */
export function isInFrame({ box, rotation }: SelectionFrame, page: Point): boolean {
  const { x, y } = rotate(page, -rotation, centreOf(box))
  return x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h
}

const TURN = Math.PI / 4
const RESIZE_CURSORS = ['ns-resize', 'nesw-resize', 'ew-resize', 'nwse-resize'] as const
const HEADINGS: Record<ResizeHandle, number> = { n: 0, ne: 1, e: 2, se: 3, s: 4, sw: 5, w: 6, nw: 7 }

/** The cursor over a handle, as the frame is turned. */
export function cursorOf(handle: Handle, rotation: number): string {
  if (handle.kind === 'turn') return 'grab'
  if (handle.kind === 'vertex') return 'move'
  const heading = HEADINGS[handle.handle] + Math.round(rotation / TURN)
  return RESIZE_CURSORS[((heading % 4) + 4) % 4]!
}
