import { describe, expect, test } from 'vitest'
import type { ShapeRecord } from '../../board/shape'
import { RecordView } from '../../board/view'
import type { Point } from '../../geometry/point'
import { place, routeOf } from '../../shapes'
import { element, importScene, lineElement, only, textElement } from './scene.fixture'

const byId = (shapes: readonly ShapeRecord[], id: string): ShapeRecord => shapes.find((s) => s.id === id)!
const box = (id: string, props: object = {}) => element('rectangle', { id, ...props })

describe('labels', () => {
  test.each(['rectangle', 'ellipse', 'diamond'])('the text bound to a %s is its text', (type) => {
    const board = importScene(
      element(type, { boundElements: [{ type: 'text', id: 'label' }] }),
      textElement('wrapped\nhere', {
        id: 'label', containerId: `${type}-1`, originalText: 'wrapped here', textAlign: 'center',
        verticalAlign: 'middle', fontSize: 16, fontFamily: 2, strokeColor: '#1971c2',
      }), // prettier-ignore
    )
    expect(board.shapes).toHaveLength(1)
    expect(only(board, type)).toMatchObject({
      text: 'wrapped here',
      style: { font: 'plain', size: 16, align: 'center', valign: 'middle', ink: 'blue' },
    })
    expect(board).toMatchObject({ imported: 2, changed: [], skipped: [] })
  })

  test('the text bound to an arrow is its text', () => {
    const board = importScene(
      textElement('yes', { id: 'label', containerId: 'arrow-1' }),
      lineElement('arrow', [[0, 0], [200, 0]]), // prettier-ignore
    )
    expect(board.shapes).toHaveLength(1)
    expect(only(board, 'arrow').text).toBe('yes')
  })

  test('a second label, and one whose container is gone, stay texts', () => {
    const board = importScene(
      box('a'),
      textElement('first', { id: 't1', containerId: 'a' }),
      textElement('second', { id: 't2', containerId: 'a' }),
      textElement('lost', { id: 't3', containerId: 'gone' }),
    )
    expect(byId(board.shapes, 'a').text).toBe('first')
    expect(byId(board.shapes, 't2').text).toBe('second')
    expect(board.changed.map(({ id, codes }) => [id, codes])).toEqual([
      ['t2', ['label-alone']],
      ['t3', ['label-alone']],
    ])
    expect(board.imported).toBe(4)
  })
})

describe('arrows', () => {
  const route = (shapes: readonly ShapeRecord[], id: string): readonly Point[] =>
    routeOf(new RecordView(shapes), byId(shapes, id).id)!
  const bound = (elementId: string, more: object = { focus: 0, gap: 4 }) => ({ elementId, ...more })

  test.each([
    ['focus and gap', { focus: 0, gap: 4 }],
    ['a fixed point', { fixedPoint: [0, 0.5], mode: 'orbit' }],
  ])('bound by %s, an arrow runs as it was drawn and follows its boxes', (_, more) => {
    const board = importScene(
      box('a', { x: 0, y: 0, width: 100, height: 60 }),
      box('b', { x: 300, y: 200, width: 100, height: 60 }),
      lineElement('arrow', [[0, 0], [190, 140]], { x: 104, y: 60, startBinding: bound('a', more), endBinding: bound('b', more) }), // prettier-ignore
    )
    const { data } = only(board, 'arrow')
    expect(data.start).toMatchObject({ shape: 'a' })
    expect(data.end).toMatchObject({ shape: 'b' })
    const [first, last] = [route(board.shapes, 'arrow-1')[0]!, route(board.shapes, 'arrow-1').at(-1)!]
    // On the line from (104, 60) to (294, 200), and as near its ends as our gap and Excalidraw's differ.
    for (const { x, y } of [first, last])
      expect(Math.abs((x - 104) * 140 - (y - 60) * 190) / 236).toBeLessThan(1)
    expect(Math.hypot(first.x - 104, first.y - 60)).toBeLessThan(8)
    expect(Math.hypot(last.x - 294, last.y - 200)).toBeLessThan(8)
    expect(board.changed).toEqual([])
  })

  test('anchors turn with their shape', () => {
    const board = importScene(
      box('a', { x: 0, y: 0, width: 100, height: 20, angle: Math.PI / 2 }),
      lineElement('arrow', [[0, 0], [-80, 0]], { x: 150, y: 40, endBinding: bound('a') }), // prettier-ignore
    )
    const last = route(board.shapes, 'arrow-1').at(-1)!
    // The upright box reaches from x 40 to 60; the arrow comes from the right at y 40.
    expect(last.y).toBeCloseTo(40)
    expect(last.x).toBeGreaterThan(60)
    expect(last.x).toBeLessThan(70)
  })

  test('[B68] an end bound to the arrow itself, to nothing or to another arrow is free, and that is said', () => {
    const points = [[0, 0], [50, 50]] // prettier-ignore
    const board = importScene(
      lineElement('arrow', points, { id: 'self', startBinding: bound('self') }),
      lineElement('arrow', points, { id: 'lost', endBinding: bound('gone') }),
      lineElement('arrow', points, { id: 'odd', endBinding: 'nonsense' }),
      lineElement('arrow', points, { id: 'other', endBinding: bound('self') }),
    )
    for (const shape of board.shapes) {
      expect(shape.data.start).toEqual({ point: [0, 0] })
      expect(shape.data.end).toEqual({ point: [50, 50] })
    }
    expect(board.changed.map(({ id, codes }) => [id, codes])).toEqual([
      ['self', ['self-bound']],
      ['lost', ['unbound']],
      ['odd', ['unbound']],
      ['other', ['unbound']],
    ])
  })

  test('an arrow bound to a label holds on to what the label is in', () => {
    const board = importScene(
      box('a'),
      textElement('label', { id: 't', containerId: 'a' }),
      lineElement('arrow', [[0, 0], [50, 50]], { endBinding: bound('t') }), // prettier-ignore
    )
    expect(only(board, 'arrow').data.end).toMatchObject({ shape: 'a' })
  })
})

describe('groups', () => {
  const inGroups = (id: string, ...groupIds: string[]) => box(id, { groupIds })

  test('nested groups, innermost first in the file', () => {
    const { shapes } = importScene(
      inGroups('a', 'inner', 'outer'),
      inGroups('b', 'inner', 'outer'),
      inGroups('c', 'outer'),
    )
    const view = new RecordView(shapes)
    const parent = (id: string) => view.parentOf(byId(shapes, id).id)
    expect(['a', 'b', 'c', 'inner', 'outer'].map(parent)).toEqual(['inner', 'inner', 'outer', 'outer', null])
    expect(view.childrenOf(byId(shapes, 'outer').id)).toEqual(['inner', 'c'])
  })

  test('a group of one is no group; a box and its label are one', () => {
    const { shapes } = importScene(
      inGroups('a', 'g'),
      textElement('label', { id: 't', containerId: 'a', groupIds: ['g'] }),
    )
    expect(shapes.map(({ id }) => id)).toEqual(['a'])
  })

  test('[B68] groups in a circle, and members that disagree, leave a tree', () => {
    const board = importScene(
      inGroups('a', 'g', 'h'),
      inGroups('b', 'h', 'g'),
      inGroups('c', 'g', 'h'),
      inGroups('d', 'h', 'g'),
    )
    const view = new RecordView(board.shapes)
    // What the file says is what the board shows: no reader had to break a circle.
    for (const { id, parent } of board.shapes) expect(view.parentOf(id)).toBe(parent)
    expect(board.imported).toBe(4)
    expect(board.changed.some(({ codes }) => codes.includes('group-cycle'))).toBe(true)
  })

  test('[B68] a chain of 10 000 groups is cut where a board ends', () => {
    const groupIds = Array.from({ length: 10_000 }, (_, i) => `g${i}`)
    const board = importScene(inGroups('a', ...groupIds), inGroups('b', ...groupIds.slice(1)))
    const view = new RecordView(board.shapes)
    for (const { id, parent } of board.shapes) expect(view.parentOf(id)).toBe(parent)
    expect(board.changed.map(({ codes }) => codes)).toEqual([['group-depth'], ['group-depth']])
  })

  test('a group that others lie between goes where less of the picture changes', () => {
    const at = (id: string, x: number, groupIds: string[] = []) =>
      box(id, { x, y: 0, width: 50, height: 50, groupIds })
    const under = importScene(at('sheet', 0, ['g']), at('x', 10), at('y', 20), at('far', 500, ['g']))
    const order = ({ shapes }: { shapes: readonly ShapeRecord[] }) => new RecordView(shapes).childrenOf(null)
    expect(order(under)).toEqual(['g', 'x', 'y'])
    expect(under.changed).toEqual([])
    const over = importScene(at('far', 500, ['g']), at('x', 10), at('top', 0, ['g']))
    expect(order(over)).toEqual(['x', 'g'])
    expect(over.changed).toEqual([])
    const both = importScene(at('low', 0, ['g']), at('x', 10), at('high', 20, ['g']))
    expect(order(both)).toEqual(['x', 'g'])
    expect(both.changed).toMatchObject([{ id: 'low', codes: ['reordered'] }])
  })
})

describe('frames', () => {
  const frame = (id: string, props: object = {}) =>
    element('frame', { id, x: 1_000, y: 500, width: 400, height: 300, name: 'Screen', ...props })

  test('what is in a frame is measured from its corner and stays where it is on the page', () => {
    const { shapes } = importScene(
      box('a', { x: 1_050, y: 580, frameId: 'f' }),
      lineElement('arrow', [[0, 0], [30, 10]], { x: 1_010, y: 520, frameId: 'f' }), // prettier-ignore
      frame('f'),
    )
    const view = new RecordView(shapes)
    const a = byId(shapes, 'a')
    expect(a.parent).toBe('f')
    expect(a.geo.slice(0, 2)).toEqual([50, 80])
    expect(place(view, a.id)!.box).toMatchObject({ x: 1_050, y: 580 })
    expect(routeOf(view, byId(shapes, 'arrow-1').id)).toEqual([{ x: 1_010, y: 520 }, { x: 1_040, y: 530 }]) // prettier-ignore
    expect(byId(shapes, 'f').text).toBe('Screen')
  })

  test('a group in a frame, and a frame in a group', () => {
    const inside = importScene(
      box('a', { groupIds: ['g'], frameId: 'f' }),
      box('b', { groupIds: ['g'], frameId: 'f' }),
      frame('f'),
    )
    expect(byId(inside.shapes, 'g').parent).toBe('f')
    const around = importScene(
      box('a', { groupIds: ['g'], frameId: 'f' }),
      frame('f', { groupIds: ['g'] }),
      box('b', { groupIds: ['g'] }),
    )
    const parents = ['a', 'f', 'b'].map((id) => byId(around.shapes, id).parent)
    expect(parents).toEqual(['f', 'g', 'g'])
    expect(around.changed).toEqual([])
  })

  test('a group half in a frame leaves it, a missing frame is said, a turned one stands upright', () => {
    const half = importScene(
      box('a', { groupIds: ['g'], frameId: 'f' }),
      box('b', { groupIds: ['g'] }),
      frame('f'),
    )
    expect(byId(half.shapes, 'g').parent).toBeNull()
    expect(half.changed).toMatchObject([{ id: 'a', codes: ['frame-lost'] }])
    expect(importScene(box('a', { frameId: 'gone' })).changed).toMatchObject([{ codes: ['frame-lost'] }])
    const turned = importScene(element('magicframe', { angle: 1 }))
    expect(only(turned, 'frame').geo[4]).toBe(0)
    expect(turned.changed).toMatchObject([{ codes: ['frame-turned'] }])
  })

  test('[B68] frames in one another in a circle', () => {
    const board = importScene(
      frame('f', { frameId: 'g' }),
      frame('g', { frameId: 'f' }),
      frame('h', { frameId: 'h' }),
    )
    const view = new RecordView(board.shapes)
    for (const { id, parent } of board.shapes) expect(view.parentOf(id)).toBe(parent)
    expect(board.imported).toBe(3)
    expect(board.changed.length).toBeGreaterThanOrEqual(2)
  })

  test('[B68] a chain of 10 000 frames', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) =>
      frame(`f${i}`, { x: 0, y: 0, frameId: `f${i + 1}` }),
    )
    const board = importScene(...chain)
    const view = new RecordView(board.shapes)
    for (const { id, parent } of board.shapes) expect(view.parentOf(id)).toBe(parent)
    expect(board.imported).toBe(10_000)
  })
})
