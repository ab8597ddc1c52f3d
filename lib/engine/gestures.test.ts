import { USUAL_ERASER } from '../tools/eraser-choice'
import { describe, expect, test } from 'vitest'
import { orderOnTop } from '../board/order'
import { pointsOf } from '../board/points'
import type { DraftMessage } from '../protocol/session'
import type { Input } from '../tools/define'
import { boards, id, rectangle } from './board.fixture'
import { Drafts } from './drafts'
import { askScene } from './env'
import { Gestures } from './gestures'
import { LiveSender } from './live/live-sender'
import { movedSet } from '../tools/shifted-view'
import { putDown } from './put-down'
import { RemotePreviews } from './live/remote-previews'
import { Scene } from './scene/scene'
import { Viewport } from './navigation/viewport'

const VIEW = { x: 0, y: 0, w: 1_000, h: 1_000 }

/** A hand on a board without a screen: page and screen are the same. */
function hand(...shapes: Parameters<typeof boards>) {
  const { board } = boards(...shapes)
  const scene = new Scene(board)
  const drafts = new Drafts(board, new RemotePreviews(board), (parent) => orderOnTop(board, parent))
  const questions = askScene(scene, new Viewport())
  let selection: readonly ReturnType<typeof id>[] = []
  let transactions = 0
  board.doc.on('afterTransaction', ({ changed }) => void (transactions += Number(changed.size > 0)))
  const gestures = new Gestures(
    {
      board,
      env: () => ({
        ...questions,
        zoom: 1,
        view: VIEW,
        snap: { objects: false, grid: false },
        eraser: USUAL_ERASER,
        style: {},
        selection,
        isReadOnly: false,
      }),
      apply: (edits, step) => board.apply(edits, { step }).ok,
      make: (edits) => board.apply([...edits]).ok,
      putDown(shift) {
        const { ok } = board.apply([...putDown(board, shift, movedSet(board, shift.ids), () => [])])
        drafts.end(ok)
        return ok
      },
      select: (ids) => (selection = ids),
      pan: () => {},
      letGo: () => {},
      done: () => {},
      editText: () => {},
      cursor: () => {},
      gesture: () => {},
      dragged: () => {},
      changed: () => {},
    },
    drafts,
  )
  const sent: DraftMessage[] = []
  const live = new LiveSender({ sendCursor: () => {}, sendDraft: (draft) => sent.push(draft) })
  live.isHeard = true
  gestures.live = live
  const at = (x: number, y: number) => ({ page: { x, y }, screen: { x, y }, pressure: 0.5 })
  const keys = { shift: false, alt: false, mod: false }
  const play = (on: 'down' | 'move' | 'up', x: number, y: number) => {
    const input: Input =
      on === 'down'
        ? { on, kind: 'mouse', clicks: 1, ...at(x, y), ...keys }
        : on === 'move'
          ? { on, samples: [at(x, y)], ...at(x, y), ...keys }
          : { on, ...at(x, y), ...keys }
    gestures.input(input)
  }
  return { board, drafts, gestures, live, sent, play, transactions: () => transactions }
}

describe('a gesture', () => {
  test('shows the ink that is expected next only as long as the pen goes on', () => {
    const { drafts, gestures } = hand()
    gestures.take('pen')
    const at = (x: number) => ({ page: { x, y: 0 }, screen: { x, y: 0 }, pressure: 0.5 })
    const keys = { shift: false, alt: false, mod: false }
    const move = (x: number) =>
      gestures.input({ on: 'move', samples: [at(x)], ahead: [at(x + 8)], ...at(x), ...keys })
    gestures.input({ on: 'down', kind: 'pen', clicks: 1, ...at(0), ...keys })
    move(10)
    expect([gestures.expire(100), gestures.expire(108)]).toEqual([true, true])
    move(20)
    expect(gestures.expire(116)).toBe(true)
    expect(drafts.ink!.ahead.map(([x]) => x)).toEqual([28])
    expect(gestures.expire(133)).toBe(false)
    expect(drafts.ink!.ahead).toEqual([])
  })
  test('that draws is kept as far as it is when another tool is taken', () => {
    const { board, gestures, play, sent } = hand()
    gestures.take('pen')
    play('down', 0, 0)
    play('move', 30, 10)
    gestures.take('rectangle')
    play('move', 60, 60)
    play('up', 60, 60)
    const [stroke, ...others] = [...board.all()]
    expect(others).toEqual([])
    expect(pointsOf(stroke!).map(([x, y]) => [x, y])).toEqual([
      [0, 0],
      [30, 10],
    ])
    expect(sent.at(-1)).toEqual({ kind: 'end', committed: true })
  })
  test('of many moves is one transaction, at its end', () => {
    const { board, gestures, play, transactions } = hand(rectangle('a', 0, 0))
    gestures.take('select')
    play('down', 50, 50)
    for (let x = 51; x < 150; x++) play('move', x, 50)
    expect(transactions()).toBe(0)
    expect(board.get(id('a'))!.geo[0]).toBe(0)
    play('up', 150, 50)
    expect(transactions()).toBe(1)
    expect(board.get(id('a'))!.geo[0]).toBe(99)
  })
  test('that is cancelled leaves the board and its history as they were, and tells the others', () => {
    const { board, gestures, live, sent, play, transactions } = hand()
    gestures.take('rectangle')
    play('down', 0, 0)
    play('move', 50, 50)
    live.flush()
    expect(gestures.cancel()).toBe(true)
    expect(transactions()).toBe(0)
    expect(board.canUndo).toBe(false)
    expect(sent.map((draft) => draft.kind)).toEqual(['drag', 'end'])
    expect(sent.at(-1)).toEqual({ kind: 'end', committed: false })
  })
  test('shows others at most one message a frame, the latest', () => {
    const { gestures, live, sent, play } = hand(rectangle('a', 0, 0))
    gestures.take('select')
    play('down', 50, 50)
    for (let x = 60; x < 90; x++) play('move', x, 50)
    live.flush()
    expect(sent).toEqual([{ kind: 'drag', shapes: [{ id: 'a', geo: [39, 0, 100, 100, 0] }] }])
    live.flush()
    expect(sent.length).toBe(1)
    play('up', 90, 50)
    expect(sent.at(-1)).toEqual({ kind: 'end', committed: true })
  })
})

describe('ink', () => {
  test('is one shape with every sample, its pieces sent as they grow', () => {
    const { board, gestures, live, sent, play, transactions } = hand()
    gestures.take('pen')
    play('down', 100, 100)
    play('move', 110, 105)
    live.flush()
    play('move', 120, 130)
    play('up', 120, 130)
    expect(transactions()).toBe(1)
    const [shape] = [...board.all()]
    expect(shape).toMatchObject({ type: 'pen', geo: [100, 100, 20, 30, 0] })
    expect(pointsOf(shape!).map(([x, y]) => [x, y])).toEqual([[0, 0], [10, 5], [20, 30]]) // prettier-ignore
    const pieces = sent.filter((draft) => draft.kind === 'stroke')
    expect(pieces.map(({ from, points }) => [from, points.length / 3])).toEqual([[0, 2], [2, 1]]) // prettier-ignore
    expect(pieces[0]!.id).toBe(shape!.id)
    expect(sent.at(-1)).toEqual({ kind: 'end', committed: true })
  })
})

describe('the pen’s eraser end', () => {
  test('erases for one gesture, and the tool in hand is as before', () => {
    const { board, gestures, play } = hand(rectangle('a', 0, 0))
    gestures.take('pen')
    const at = { page: { x: 50, y: 50 }, screen: { x: 50, y: 50 }, pressure: 0.5 }
    const keys = { shift: false, alt: false, mod: false }
    gestures.input({ on: 'down', kind: 'pen', clicks: 1, ...at, ...keys }, { as: 'eraser' })
    play('up', 50, 50)
    expect(board.size).toBe(0)
    play('down', 50, 50)
    play('up', 50, 50)
    expect([...board.all()].map((shape) => shape.type)).toEqual(['pen'])
  })
})

test('what is erased is shown faint until the pointer lifts', () => {
  const { drafts, gestures, play } = hand(rectangle('a', 0, 0))
  gestures.take('eraser')
  play('down', 50, 50)
  const { items, lifted } = drafts.picture(() => 0)
  expect(lifted.has(id('a'))).toBe(true)
  expect(items.map(({ placed }) => placed.record.style.opacity)).toEqual([0.2])
})
