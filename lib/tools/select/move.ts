import { centreOf } from '../../geometry/box'
import { subtract, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import { duplicateShapes, moveShapes, reparentShapes, type Copies } from '../../board/operations'
import type { Edit } from '../../board/shape'
import { place } from '../../shapes/index'
import type { Chart, Env, Modifiers, Step } from '../define'
import { DraftView } from '../draft-view'
import { lastPointOf } from '../last-point'
import { idle, type SelectState } from './state'

type MoveKeys = Pick<Modifiers, 'alt' | 'shift'>
type Moving = Extract<SelectState, { at: 'moving' }>
const NOWHERE: Point = { x: 0, y: 0 }

/** Begin to drag what is selected, with Alt copies of it. */
export function startMove(origin: Point, page: Point, keys: MoveKeys, env: Env): Step<SelectState> {
  const state: Moving = { at: 'moving', origin, ids: env.selection, copies: null, edits: [] }
  return moveTo(state, page, keys, env)
}

/** Copies are made once, when Alt is first held, so that they keep their ids while they are dragged. */
const copiesOf = ({ ids, copies }: Moving, env: Env): Copies =>
  copies ?? duplicateShapes(env.board, ids, NOWHERE, lastPointOf(env))

function moveTo(state: Moving, page: Point, { alt, shift }: MoveKeys, env: Env): Step<SelectState> {
  const copies = alt ? copiesOf(state, env) : state.copies
  const by = constrainedTo(subtract(page, state.origin), shift)
  const edits = alt && copies ? draggedCopies(copies, by, env) : moveShapes(env.board, state.ids, by.x, by.y)
  return { state: { ...state, copies, edits }, commands: [{ do: 'draft', edits }] }
}

const draggedCopies = (copies: Copies, by: Point, env: Env): readonly Edit[] => [
  ...copies.edits,
  ...moveShapes(new DraftView(env.board, copies.edits), copies.ids, by.x, by.y),
]

/** Shift keeps a move along the axis that it is longer on. */
function constrainedTo(by: Point, shift: boolean): Point {
  if (!shift) return by
  return Math.abs(by.x) > Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y }
}

/** Shapes that were dropped into another frame, or out of theirs, become part of where they are. */
function dropped(ids: readonly ShapeId[], edits: readonly Edit[], env: Env): readonly Edit[] {
  const view = new DraftView(env.board, edits)
  const byFrame = new Map<ShapeId | null, ShapeId[]>()
  for (const id of ids) {
    const parent = view.parentOf(id)
    const placed = place(view, id)
    // Inside an entered group, things stay together.
    if (!placed || (parent !== null && view.get(parent)?.type === 'group')) continue
    const frame = env.frameAt(centreOf(placed.box), ids)
    const room = frame === null ? null : env.place(frame)?.box
    const isTooLarge = room && placed.box.w > room.w && placed.box.h > room.h
    const target = isTooLarge ? null : frame
    if (target === parent) continue
    byFrame.set(target, [...(byFrame.get(target) ?? []), id])
  }
  let all = edits
  for (const [frame, moved] of byFrame) {
    all = [...all, ...reparentShapes(new DraftView(env.board, all), moved, frame)]
  }
  return all
}

export const movingRow: Chart<SelectState>['moving'] = {
  move: (state, { page, alt, shift }, env) => moveTo(state, page, { alt, shift }, env),

  up({ ids, copies, edits }, { alt }, env) {
    const moved = alt && copies ? copies.ids : ids
    return {
      state: idle,
      commands: [
        { do: 'draft', edits: dropped(moved, edits, env) },
        { do: 'commit' },
        { do: 'select', ids: moved },
      ],
    }
  },
  cancel: () => ({ state: idle, commands: [{ do: 'bail' }] }),
}
