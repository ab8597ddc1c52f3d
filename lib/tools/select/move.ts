import { boxAround, centreOf, cornersOf, type Box } from '../../geometry/box'
import { add, subtract, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import { duplicateShapes, moveShapes, reparentShapes, type Copies } from '../../board/operations'
import type { Edit, ShapeRecord } from '../../board/shape'
import { place } from '../../shapes/index'
import type { Chart, Env, Modifiers, Step } from '../define'
import { DraftView } from '../draft-view'
import { lastPointOf } from '../last-point'
import type { MovedEnds } from '../snap/snap'
import { BOTH_ENDS, NO_GUIDES, snapperFor } from '../snap/snapper'
import { idle, type SelectState } from './state'

type Drag = Modifiers & { readonly page: Point }
type Moving = Extract<SelectState, { at: 'moving' }>
const NOWHERE: Point = { x: 0, y: 0 }

/** Begin to drag what is selected, with Alt copies of it. */
export function startMove(origin: Point, drag: Drag, env: Env): Step<SelectState> {
  const ids = env.selection
  const box = boundsOf(ids, env)
  return moveTo(
    { at: 'moving', origin, ids, box, near: null, isCopying: drag.alt, copies: null, edits: [] },
    drag,
    env,
  )
}

/** The upright box that snaps. An arrow tied to something is drawn anew wherever that goes: its box means nothing. */
function boundsOf(ids: readonly ShapeId[], env: Env): Box {
  const placed = ids.flatMap((id) => env.place(id) ?? [])
  const own = placed.filter(({ record }) => !isTied(record))
  const counted = own.length > 0 ? own : placed
  return boxAround(counted.flatMap(({ box, rotation }) => cornersOf(box, rotation)))
}
const isTied = ({ data: { start, end } }: ShapeRecord) =>
  [start, end].some((tie) => tie !== undefined && 'shape' in tie)

/** Copies are made once, when Alt is first held, so that they keep their ids while they are dragged. */
const copiesOf = ({ ids, copies }: Moving, env: Env): Copies =>
  copies ?? duplicateShapes(env.board, ids, NOWHERE, lastPointOf(env))

function moveTo(before: Moving, { page, alt, shift, mod }: Drag, env: Env): Step<SelectState> {
  const { ids, box, isCopying } = before
  const { by: dragged, ends } = constrainedTo(subtract(page, before.origin), shift)
  const here = translated(box, dragged)
  // What is copied stays, and is good to line its copy up with.
  const near = alt === isCopying ? before.near : null
  const snapper = snapperFor(env, here, { near, isOther: mod, own: alt ? [] : ids })
  const by = snapper ? add(dragged, snapper.offset(here, ends)) : dragged
  const guides = { do: 'guides', guides: snapper?.guides(translated(box, by), ends) ?? [] } as const
  const state = { ...before, isCopying: alt, near: snapper?.near ?? near }
  if (!alt) return { state: { ...state, edits: [] }, commands: [{ do: 'shift', ids, by }, guides] }
  const copies = copiesOf(before, env)
  const edits = draggedCopies(copies, by, env)
  return { state: { ...state, copies, edits }, commands: [{ do: 'draft', edits }, guides] }
}

const translated = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y })

const draggedCopies = (copies: Copies, by: Point, env: Env): readonly Edit[] => [
  ...copies.edits,
  ...moveShapes(new DraftView(env.board, copies.edits), copies.ids, by.x, by.y),
]

/** Shift keeps a move along the axis that it is longer on: across it, nothing is pulled either. */
function constrainedTo(by: Point, shift: boolean): { readonly by: Point; readonly ends: MovedEnds } {
  if (!shift) return { by, ends: BOTH_ENDS }
  return Math.abs(by.x) > Math.abs(by.y)
    ? { by: { x: by.x, y: 0 }, ends: { x: 'both', y: 'none' } }
    : { by: { x: 0, y: by.y }, ends: { x: 'none', y: 'both' } }
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
  move: (state, drag, env) => moveTo(state, drag, env),

  up({ ids, copies, isCopying, edits }, _, env) {
    if (!isCopying || !copies) {
      return { state: idle, commands: [NO_GUIDES, { do: 'drop' }, { do: 'select', ids }] }
    }
    return {
      state: idle,
      commands: [
        NO_GUIDES,
        { do: 'draft', edits: dropped(copies.ids, edits, env) },
        { do: 'commit' },
        { do: 'select', ids: copies.ids },
      ],
    }
  },
  cancel: () => ({ state: idle, commands: [NO_GUIDES, { do: 'bail' }] }),
}
