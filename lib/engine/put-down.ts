import { centreOf, containsPoint, type Box } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import { moveShapes, reparentShapes } from '../board/operations'
import type { BoardView, Edit } from '../board/shape'
import { place } from '../shapes/index'
import { DraftView } from '../tools/draft-view'
import { ShiftedView } from '../tools/shifted-view'
import type { Shift } from './drafts'

/** Shapes whose edits are made before the first of them is asked for. */
const STRIDE = 64

export interface Frame {
  readonly id: ShapeId
  readonly box: Box
  /** What the frames around it leave of it. */
  readonly clip: Box | null
}

/**
 * The edits that a shift means: everything moved, and what then lies on another frame, or on none, becomes part of
 * where it is. Made as they are asked for, so that any number can be put down in pieces.
 *
 * @param frames  the frames of the board, in the order of painting
 */
export function* putDown(
  board: BoardView,
  { ids, by }: Shift,
  moved: ReadonlySet<ShapeId>,
  frames: () => readonly Frame[],
): Generator<Edit, void> {
  const shifted = new ShiftedView(board, moved, by)
  // A frame takes nothing in of what is dragged along with it.
  const standing = frames().filter(({ id }) => !isAmong(board, moved, id))
  const leaving = new Map<ShapeId | null, ShapeId[]>()
  for (let from = 0; from < ids.length; from += STRIDE) {
    const some = ids.slice(from, from + STRIDE)
    yield* moveShapes(board, some, by.x, by.y)
    for (const id of some) {
      const parent = board.parentOf(id)
      const target = targetOf(shifted, id, parent, standing)
      if (target !== parent) leaving.set(target, [...(leaving.get(target) ?? []), id])
    }
  }
  for (const [frame, some] of leaving) {
    const edits = moveShapes(board, some, by.x, by.y)
    yield* reparentShapes(new DraftView(board, edits), some, frame)
  }
}

function isAmong(board: BoardView, moved: ReadonlySet<ShapeId>, id: ShapeId): boolean {
  for (let at: ShapeId | null = id; at !== null; at = board.parentOf(at)) if (moved.has(at)) return true
  return false
}

/** Where a shape belongs when it is put down: the topmost frame under its middle that has room for it. */
function targetOf(
  view: BoardView,
  id: ShapeId,
  parent: ShapeId | null,
  frames: readonly Frame[],
): ShapeId | null {
  // Inside an entered group, things stay together.
  if (parent !== null && view.get(parent)?.type === 'group') return parent
  if (parent === null && frames.length === 0) return null
  const placed = place(view, id)
  if (!placed) return parent
  const middle = centreOf(placed.box)
  const isUnder = ({ box, clip }: Frame) =>
    containsPoint(box, middle) && (!clip || containsPoint(clip, middle))
  const frame = frames.findLast(isUnder)
  if (!frame) return null
  const { w, h } = placed.box
  return w > frame.box.w && h > frame.box.h ? null : frame.id
}
