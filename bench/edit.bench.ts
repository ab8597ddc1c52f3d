/**
 * Changing 50 shapes of a board of 100 and of one of 100 000, in one run: what is done to few of very many should
 * cost what is changed, not what the board holds. And one change of every shape of the large board, in pieces.
 */
import * as Y from 'yjs'
import { BoardDocument } from '../lib/board/document'
import { newShapeId, type ShapeId } from '../lib/board/ids'
import {
  copyShapes,
  duplicateShapes,
  groupShapes,
  moveShapes,
  removeShapes,
  reorderShapes,
  ungroupShapes,
} from '../lib/board/operations'
import { packPoints } from '../lib/board/points'
import type { Edit, Style } from '../lib/board/shape'
import { askScene } from '../lib/engine/env'
import { Scene } from '../lib/engine/scene/scene'
import { median, report } from './harness'
import { scene, type SceneShape } from './scene'

const SIZES = [100, 100_000] as const
const CHANGED = 50
const ROUNDS = 41
/**
 * How many times longer the same may take on a board a thousand times as large. What is not in a processor's cache
 * takes about three times as long to look up, whatever is done with it.
 */
const MAX_RATIO = 6
/** Two frames (ms): what regroups or reorders makes the order of painting anew, once, which nobody can tell below. */
const UNNOTICED_MS = 34
/** The longest that one piece of a change of everything may hold up the page (ms). */
const MAX_PIECE_MS = 50

const edit = ({ points, ...shape }: SceneShape): Edit => ({
  do: 'create',
  shape: {
    ...shape,
    id: shape.id as ShapeId,
    style: shape.style as Style,
    parent: null,
    ...(points ? { points: packPoints(points, { zoom: 1 }) } : {}),
  },
})

function filled(count: number) {
  const board = new BoardDocument(new Y.Doc())
  const result = board.apply(scene(count).map(edit))
  if (!result.ok) throw new Error(result.error.code)
  return { board, drawn: new Scene(board) }
}
const timed = (run: () => void): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}
const check = (isRight: boolean, what: string): void => {
  if (!isRight) throw new Error(`Wrong after ${what}.`)
}

const NOWHERE = { x: 1e6, y: 1e6, w: 1, h: 1 }

/** Median milliseconds of each operation, undone after each round. */
function few(count: number): Record<string, number> {
  const { board, drawn } = filled(count)
  const all = board.childrenOf(null)
  const ids = all.slice(all.length >> 2, (all.length >> 2) + CHANGED)
  const viewport = { camera: { x: 0, y: 0, zoom: 1 }, seen: { x: -720, y: -450, w: 1440, h: 900 } }
  const ask = askScene(drawn, viewport)
  const group = newShapeId()
  const changes: Record<string, () => readonly Edit[]> = {
    move: () => moveShapes(board, ids, 3, 4),
    restyle: () => ids.map((id): Edit => ({ do: 'patch', id, patch: { style: { stroke: 'pink' } } })),
    front: () => reorderShapes(board, ids, 'front'),
    forward: () => reorderShapes(board, ids, 'forward'),
    group: () => groupShapes(board, ids, group),
    duplicate: () => duplicateShapes(board, ids, { x: 16, y: 16 }).edits,
    remove: () => removeShapes(board, ids),
  }
  const taken: Record<string, number[]> = {}
  const take = (name: string, run: () => void) => (taken[name] ??= []).push(timed(run))
  const before = JSON.stringify(ids.map((id) => board.get(id)))
  for (let round = 0; round < ROUNDS; round++) {
    drawn.search(NOWHERE) // as a frame does in between
    take('hit', () => void ask.hit({ x: round * 7, y: round * 5 }))
    take('copy', () => void copyShapes(board, ids))
    for (const [name, edits] of Object.entries(changes)) {
      take(name, () => {
        check(board.apply(edits()).ok, name)
        drawn.search(NOWHERE)
      })
      if (name === 'group') {
        take('ungroup', () => check(board.apply(ungroupShapes(board, [group])).ok, 'ungroup'))
        board.undo()
      }
      take(`${name}, undone`, () => {
        board.undo()
        drawn.search(NOWHERE)
      })
      check(JSON.stringify(ids.map((id) => board.get(id))) === before, `${name} and undo`)
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, median(all)]))
}

/** Every shape moved and moved back, piece by piece: the longest piece, and all of it. */
function everything(count: number) {
  const { board } = filled(count)
  const all = board.childrenOf(null)
  const before = all.map((id) => board.get(id)!.geo[0])
  const drive = (undertaking: ReturnType<BoardDocument['travel']>) => {
    let longest = 0
    const total = timed(() => {
      for (let isOver = false; !isOver;) {
        longest = Math.max(
          longest,
          timed(() => (isOver = undertaking!.advance(() => true))),
        )
      }
    })
    return { longest, total }
  }
  const edits = (function* () {
    for (let i = 0; i < all.length; i += 64) yield* moveShapes(board, all.slice(i, i + 64), 10, 0)
  })()
  const move = drive(board.undertake(edits, { count: all.length }))
  check(
    all.every((id, i) => board.get(id)!.geo[0] === before[i]! + 10),
    'moving everything',
  )
  const undo = drive(board.travel('undo'))
  check(
    all.every((id, i) => board.get(id)!.geo[0] === before[i]),
    'undoing that',
  )
  return { move, undo }
}

const [small, large] = SIZES.map(few) as [Record<string, number>, Record<string, number>]
const rows = Object.keys(small).map((what) => ({
  what,
  changed: CHANGED,
  [`of${SIZES[0]}Ms`]: +small[what]!.toFixed(2),
  [`of${SIZES[1]}Ms`]: +large[what]!.toFixed(2),
  ratio: +(large[what]! / small[what]!).toFixed(1),
}))
const whole = Object.entries(everything(SIZES[1])).map(([what, { longest, total }]) => ({
  what: `${what} all, in pieces`,
  changed: SIZES[1],
  longestPieceMs: +longest.toFixed(1),
  totalMs: Math.round(total),
}))
const isQuick = Object.keys(small).every(
  (what) => large[what]! <= UNNOTICED_MS || large[what]! <= MAX_RATIO * small[what]!,
)
report(
  'edit',
  [...rows, ...whole],
  isQuick && whole.every(({ longestPieceMs }) => longestPieceMs <= MAX_PIECE_MS),
)
