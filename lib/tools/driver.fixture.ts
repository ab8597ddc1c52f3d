import type { ShapeId } from '../board/ids'
import { moveShapes } from '../board/operations'
import { orderOnTop } from '../board/order'
import type { Edit, ShapeRecord } from '../board/shape'
import { RecordView } from '../board/view'
import { containsPoint } from '../geometry/box'
import type { Point } from '../geometry/point'
import { boundsOf, definitionOf, hitShape, place, touchesShape } from '../shapes/index'
import { step, type Command, type Env, type Input, type Tool } from './define'
import { DraftView } from './draft-view'
import { USUAL_ERASER } from './eraser-choice'

export const id = (name: string) => name as ShapeId

/** A rectangle with a solid fill: hit by its inside. */
export const box = (
  name: string,
  x: number,
  y: number,
  w = 100,
  h = 100,
  more: Partial<ShapeRecord> = {},
): ShapeRecord => ({
  id: id(name),
  type: 'rectangle',
  geo: [x, y, w, h, 0],
  style: { fill: 'blue', stroke: 'ink', width: 2 },
  order: `a${name}`,
  parent: null,
  data: {},
  ...more,
})

const NO_KEYS = { shift: false, alt: false, mod: false }
type Keys = Partial<typeof NO_KEYS>

/** Plays inputs to a chart on a board in memory, and keeps what it asked for. */
export function drive<S extends { at: string }>(
  tool: Tool<S>,
  records: readonly ShapeRecord[] = [],
  options: Partial<Env> = {},
) {
  const board = new RecordView(records)
  let made = 0
  let state: S = tool.initial
  const commands: Command[] = []
  const isHit = (record: ShapeRecord, page: Point, isFilled: boolean) => {
    const placed = record.type === 'group' ? undefined : place(board, record.id)
    const style = isFilled ? { ...record.style, fill: 'ink' as const } : record.style
    return placed !== undefined && hitShape({ ...placed, record: { ...record, style } }, page, 6)
  }
  const hits = (page: Point, isFilled = false) =>
    [...board.all()]
      .filter((record) => isHit(record, page, isFilled))
      .sort((a, b) => (a.order < b.order ? 1 : -1))
  const outermost = (of: ShapeId): ShapeId => {
    const parent = board.parentOf(of)
    return parent !== null && board.get(parent)?.type === 'group' ? outermost(parent) : of
  }
  const env: Env = {
    zoom: 1,
    board,
    style: {},
    selection: [],
    isReadOnly: false,
    newId: () => id(`new${made++}`),
    hit: (page, { deep = false } = {}) => {
      const found = hits(page)[0]
      return found ? (deep ? found.id : outermost(found.id)) : null
    },
    within: (area) => [
      ...new Set(
        [...board.all()]
          .filter((record) => record.type !== 'group' && touchesShape(place(board, record.id)!, area))
          .map((record) => outermost(record.id)),
      ),
    ],
    view: { x: -1_000, y: -1_000, w: 3_000, h: 3_000 },
    snap: { objects: false, grid: false },
    eraser: USUAL_ERASER,
    neighbours: (_, own) => ({
      boxes: [...board.all()]
        .filter((record) => !own.includes(record.id) && record.type !== 'group')
        .map((record) => place(board, record.id)!.box),
      radius: Infinity,
    }),
    touched: (touches) =>
      [...board.all()].flatMap((record) => {
        const placed = record.type === 'group' ? undefined : place(board, record.id)
        const bounds = placed && boundsOf(placed)
        if (!bounds || !touches(bounds)) return []
        const { x, y, w, h } = bounds
        return { id: record.id, placed, clip: null, minX: x, minY: y, maxX: x + w, maxY: y + h }
      }),
    topOrder: (parent) => orderOnTop(board, parent),
    frameAt: (page, except = []) =>
      [...board.all()].find(
        (record) =>
          record.type === 'frame' &&
          !except.includes(record.id) &&
          containsPoint(place(board, record.id)!.box, page),
      )?.id ?? null,
    targetAt: (page, except) =>
      hits(page, true).find((record) => record.id !== except && definitionOf(record.type).attach)?.id ?? null,
    place: (of) => place(board, of),
    ...options,
  }

  function play(input: Input): readonly Command[] {
    const next = step(tool, state, input, env)
    state = next.state
    const asked = next.commands ?? []
    for (const command of asked)
      if (command.do === 'select') (env as { selection: readonly ShapeId[] }).selection = command.ids
    commands.push(...asked)
    return asked
  }
  const sample = (x: number, y: number, keys: Keys = {}) => ({
    page: { x, y },
    screen: { x, y },
    pressure: 0.5,
    ...NO_KEYS,
    ...keys,
  })
  return {
    env,
    board,
    commands,
    state: () => state,
    down: (x: number, y: number, keys: Keys & { clicks?: number } = {}) => {
      const { clicks = 1, ...held } = keys
      return play({ on: 'down', kind: 'mouse', clicks, ...sample(x, y, held) })
    },
    move: (x: number, y: number, keys: Keys = {}) =>
      play({ on: 'move', samples: [sample(x, y)], ...sample(x, y, keys) }),
    up: (x: number, y: number, keys: Keys = {}) => play({ on: 'up', ...sample(x, y, keys) }),
    cancel: () => play({ on: 'cancel' }),
    /** The whole of the draft as the last one left it. */
    draft(): readonly Edit[] {
      const last = commands.findLast((command) => command.do === 'draft' || command.do === 'shift')
      if (last?.do === 'shift') return moveShapes(board, last.ids, last.by.x, last.by.y)
      return last?.edits ?? []
    },
    /** The board as the last draft shows it. */
    drafted(): DraftView {
      return new DraftView(board, this.draft())
    },
    asked: (kind: Command['do']) => commands.filter((command) => command.do === kind),
  }
}
