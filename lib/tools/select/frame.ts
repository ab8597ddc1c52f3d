import { centreOf, cornersOf, type Box } from '../../geometry/box'
import { rotate, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import { someMovable } from '../../board/operations'
import { definitionOf } from '../../shapes/index'
import type { Handling, Placed } from '../../shapes/define'
import type { Env } from '../define'

/** The turned box around a selection that its handles hang on, page units. */
export interface SelectionFrame {
  readonly box: Box
  /** One shape keeps its own turn; several are framed upright. */
  readonly rotation: number
}

/** Beyond this many shapes, changing the form of each at every move would be a freeze: their frame is shown instead. */
const MOST_SHOWN = 1_000

/** How many shapes a selection is when they are too many to be shown as they change; else null. */
export function tooManyToShow({ board, selection }: Pick<Env, 'board' | 'selection'>): number | null {
  const count = someMovable(board, selection, MOST_SHOWN + 1).length
  return count > MOST_SHOWN ? Math.max(count, selection.length) : null
}

/** What reading a selection's frame needs of the board; of what is `selected` the answers are known. */
export type Places = Pick<Env, 'board' | 'place' | 'selected'>

/** The frame around the shapes, or null when none of them is there. */
export function frameOf(ids: readonly ShapeId[], { place, selected }: Places): SelectionFrame | null {
  if (selected?.ids === ids) return selected.frame
  let first: Placed | null = null
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  let count = 0
  for (const id of ids) {
    const placed = place(id)
    if (!placed) continue
    first ??= placed
    count++
    for (const { x, y } of cornersOf(placed.box, placed.rotation)) {
      if (x < minX) minX = x
      if (y < minY) minY = y
      if (x > maxX) maxX = x
      if (y > maxY) maxY = y
    }
  }
  if (!first) return null
  if (count === 1) return { box: first.box, rotation: first.rotation }
  return { box: { x: minX, y: minY, w: maxX - minX, h: maxY - minY }, rotation: 0 }
}

/** How the selection as a whole may be handled: several shapes as freely as the least free one allows. */
export function handlingOf(ids: readonly ShapeId[], { board, selected }: Places): Handling {
  if (selected?.ids === ids) return selected.handling
  const types = new Set<string>()
  let count = 0
  for (const id of ids) {
    const record = board.get(id)
    if (!record) continue
    types.add(record.type)
    count++
  }
  const all = [...types].map((type) => definitionOf(type).handling)
  const [only] = all
  if (!only) return { resize: 'none', rotate: false, text: false }
  if (count === 1) return only
  const isResizable = all.some(({ resize }) => resize !== 'none')
  const isRatio = all.some(({ resize }) => resize === 'ratio' || resize === 'width')
  return {
    resize: isResizable ? (isRatio ? 'ratio' : 'free') : 'none',
    rotate: all.every((handling) => handling.rotate),
    text: false,
  }
}

export const RESIZE_HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type ResizeHandle = (typeof RESIZE_HANDLES)[number]

/** -1, 0 or 1 along each axis: on which side of the middle a handle is. */
export const sideOf = (handle: ResizeHandle): Point => ({
  x: handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0,
  y: handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0,
})

/** Where a handle is on the page. */
export function handlePoint({ box, rotation }: SelectionFrame, handle: ResizeHandle): Point {
  const centre = centreOf(box)
  const side = sideOf(handle)
  const upright = { x: centre.x + (side.x * box.w) / 2, y: centre.y + (side.y * box.h) / 2 }
  return rotate(upright, rotation, centre)
}

/** How far (CSS px) the handle that turns the selection stands above its frame. */
export const TURN_HANDLE_PX = 24

/** Where the handle that turns the selection is on the page. */
export function turnPoint({ box, rotation }: SelectionFrame, zoom: number): Point {
  const centre = centreOf(box)
  return rotate({ x: centre.x, y: box.y - TURN_HANDLE_PX / zoom }, rotation, centre)
}
