import type { Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { BoardView } from '../../board/shape'
import { definitionOf } from '../../shapes/index'
import type { Env } from '../define'

/** The groups around a shape, the outermost first, and the shape itself last; frames hold groups apart. */
function groupsAround(board: BoardView, id: ShapeId): ShapeId[] {
  const chain = [id]
  for (let parent = board.parentOf(id); parent !== null; parent = board.parentOf(parent)) {
    if (board.get(parent)?.type !== 'group') break
    chain.unshift(parent)
  }
  return chain
}

/** The group that was entered: the one directly around what is selected. */
function enteredGroup({ board, selection }: Env): ShapeId | null {
  const [first] = selection
  const parent = first === undefined ? null : board.parentOf(first)
  return parent !== null && board.get(parent)?.type === 'group' ? parent : null
}

/** What a click on a shape means: its outermost group, or inside an entered group what is directly in that. */
export function pick(env: Env, page: Point): ShapeId | null {
  return reached(env, env.hit(page, { deep: true }))
}

/** The same where nothing is hit: the smallest hollow shape around the point. */
export function pickAround(env: Env, page: Point): ShapeId | null {
  return reached(env, env.targetAt(page))
}

function reached(env: Env, deep: ShapeId | null): ShapeId | null {
  if (deep === null) return null
  const chain = groupsAround(env.board, deep)
  const entered = enteredGroup(env)
  const at = entered === null ? -1 : chain.indexOf(entered)
  return chain[at + 1] ?? deep
}

/** What a double click goes into: the next shape down towards what is under the pointer. */
export function pickDeeper(env: Env, page: Point, from: ShapeId): ShapeId | null {
  const deep = env.hit(page, { deep: true }) ?? env.targetAt(page)
  if (deep === null) return null
  const chain = groupsAround(env.board, deep)
  return chain[chain.indexOf(from) + 1] ?? null
}

/** The shape whose text a double click would type in: what is hit, or the hollow shape around the point. */
export function typeable(env: Env, page: Point): ShapeId | null {
  const holdsText = (id: ShapeId | null): id is ShapeId =>
    id !== null && definitionOf(env.board.get(id)?.type ?? '').handling.text
  const hit = env.hit(page, { deep: true })
  if (hit !== null) return holdsText(hit) ? hit : null
  const around = env.targetAt(page)
  return holdsText(around) ? around : null
}
