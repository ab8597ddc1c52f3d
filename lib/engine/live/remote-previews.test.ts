import { describe, expect, test } from 'vitest'
import type { DraftMessage } from '../../protocol/session'
import { orderOnTop } from '../../board/order'
import { boards, create, id, rectangle } from '../board.fixture'
import { Drafts } from '../drafts'
import { RemotePreviews } from './remote-previews'
import { Scene } from '../scene/scene'

/** What one frame shows of a shape: from the document, as a preview, both (it flickers darker) or neither. */
function stage(...shapes: Parameters<typeof boards>) {
  const { board, remote, exchange } = boards(...shapes)
  const scene = new Scene(board)
  const previews = new RemotePreviews(board)
  const drafts = new Drafts(board, previews, (parent) => orderOnTop(board, parent))
  board.onChange((change) => drafts.changed(change.shapes.keys()))
  const frame = (now: number) => {
    previews.prune(now)
    const { items, lifted } = drafts.picture((of) => scene.rankOf(of))
    scene.lift(lifted)
    const shown: string[] = []
    for (const item of scene.search({ x: -1e4, y: -1e4, w: 2e4, h: 2e4 })) {
      if (!lifted.has(item.id)) shown.push(`${item.id} settled ${item.placed.box.x}`)
    }
    for (const item of items) shown.push(`${item.id} draft ${item.placed.box.x}`)
    for (const stroke of drafts.strokes()) shown.push(`${stroke.id} ink ${stroke.points.length}`)
    return shown.sort()
  }
  const hear = (draft: DraftMessage, now: number) => previews.receive('them', draft, now)
  return { board, remote, exchange, frame, hear, previews }
}
const stroke = (from: number, ...points: number[]): DraftMessage => ({
  kind: 'stroke',
  id: id('ink'),
  type: 'pen',
  style: { stroke: 'red', width: 4 },
  from,
  points,
})
const drag = (x: number): DraftMessage => ({
  kind: 'drag',
  shapes: [{ id: id('a'), geo: [x, 0, 100, 100, 0] }],
})
const end = (committed: boolean): DraftMessage => ({ kind: 'end', committed })
const inkShape = rectangle('ink', 0, 0)

describe('a stroke of somebody else', () => {
  test('is shown while it is drawn, and once, at every moment of its end', () => {
    const { remote, exchange, frame, hear } = stage()
    hear(stroke(0, 0, 0, 0.5, 1, 1, 0.5), 0)
    expect(frame(0)).toEqual(['ink ink 2'])
    hear(stroke(2, 2, 2, 0.5), 16)
    expect(frame(16)).toEqual(['ink ink 3'])
    hear(end(true), 32)
    expect(frame(32)).toEqual(['ink ink 3'])
    expect(frame(400)).toEqual(['ink ink 3'])
    remote.apply([create(inkShape)])
    exchange()
    expect(frame(416)).toEqual(['ink settled 0'])
  })
  test('the document first: late pieces and the end show nothing twice', () => {
    const { remote, exchange, frame, hear } = stage()
    hear(stroke(0, 0, 0, 0.5), 0)
    remote.apply([create(inkShape)])
    exchange()
    expect(frame(16)).toEqual(['ink settled 0'])
    hear(stroke(1, 5, 5, 0.5), 20)
    hear(end(true), 24)
    expect(frame(32)).toEqual(['ink settled 0'])
  })
  test('is gone at once when it was not kept, and after 3 s when the document never comes', () => {
    const { frame, hear } = stage()
    hear(stroke(0, 0, 0, 0.5), 0)
    hear(end(false), 10)
    expect(frame(16)).toEqual([])
    hear(stroke(0, 0, 0, 0.5), 100)
    hear(end(true), 110)
    expect(frame(3_100)).toEqual(['ink ink 1'])
    expect(frame(3_120)).toEqual([])
  })
  test('is gone when they leave in the middle of it', () => {
    const { frame, hear, previews } = stage()
    hear(stroke(0, 0, 0, 0.5), 0)
    previews.leave('them')
    expect(frame(16)).toEqual([])
  })
})

describe('a drag of somebody else', () => {
  const start = rectangle('a', 0, 0)
  test('shows the shape once, where they have it, until the document has it there', () => {
    const { remote, exchange, frame, hear } = stage(start)
    expect(frame(0)).toEqual(['a settled 0'])
    hear(drag(50), 16)
    expect(frame(16)).toEqual(['a draft 50'])
    hear(drag(80), 32)
    hear(end(true), 33)
    expect(frame(48)).toEqual(['a draft 80'])
    remote.apply([{ do: 'patch', id: id('a'), patch: { geo: [80, 0, 100, 100, 0] } }])
    exchange()
    expect(frame(64)).toEqual(['a settled 80'])
  })
  test('the document first: late messages of the same drag do not pull the shape back', () => {
    const { remote, exchange, frame, hear } = stage(start)
    hear(drag(50), 0)
    remote.apply([{ do: 'patch', id: id('a'), patch: { geo: [80, 0, 100, 100, 0] } }])
    exchange()
    expect(frame(16)).toEqual(['a settled 80'])
    hear(drag(70), 20)
    expect(frame(32)).toEqual(['a settled 80'])
    hear(end(true), 40)
    hear(drag(90), 60)
    expect(frame(64), 'the next drag is shown again').toEqual(['a draft 90'])
  })
  test('that is not kept puts the shape back', () => {
    const { frame, hear } = stage(start)
    hear(drag(50), 0)
    hear(end(false), 8)
    expect(frame(16)).toEqual(['a settled 0'])
  })
  test('of a shape that is being made shows it, until it comes', () => {
    const { remote, exchange, frame, hear } = stage()
    const made = rectangle('n', 30, 0)
    const created = { type: 'rectangle', style: { stroke: 'red' }, parent: null, data: {} } as const
    hear({ kind: 'drag', shapes: [{ id: id('n'), geo: [30, 0, 100, 100, 0], created }] }, 0)
    expect(frame(0)).toEqual(['n draft 30'])
    hear(end(true), 10)
    remote.apply([create(made)])
    exchange()
    expect(frame(16)).toEqual(['n settled 30'])
  })
  test('arrows tied to it follow', () => {
    const arrow = rectangle('x', 0, 0, {
      type: 'arrow',
      geo: [0, 500, 0, 0, 0],
      data: { start: { point: [0, 0] }, end: { shape: id('a'), anchor: [0.5, 0.5] } },
    })
    const { frame, hear } = stage(start, arrow)
    hear(drag(50), 0)
    expect(frame(0).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['a draft', 'x draft'])
  })
})

test('what somebody else is erasing is shown going, and stays when they think better of it', () => {
  const { frame, hear, remote, exchange } = stage(rectangle('a', 0, 0))
  const erase: DraftMessage = {
    kind: 'drag',
    shapes: [{ id: id('a'), geo: [0, 0, 100, 100, 0], erased: true }],
  }
  hear(erase, 0)
  expect(frame(0)).toEqual(['a draft 0'])
  hear(end(false), 16)
  expect(frame(16)).toEqual(['a settled 0'])
  hear(erase, 32)
  hear(end(true), 48)
  expect(frame(64)).toEqual(['a draft 0'])
  remote.apply([{ do: 'remove', id: id('a') }])
  exchange()
  expect(frame(80)).toEqual([])
})
