import { describe, expect, test } from 'vitest'
import { boards, create, id, rectangle } from './board.fixture'
import { createEngine } from './index'

const group = (name: string) => rectangle(name, 0, 0, { type: 'group', geo: [0, 0, 0, 0, 0] })

function open(...shapes: Parameters<typeof boards>) {
  const { board, remote, exchange } = boards(...shapes)
  let time = 0
  const engine = createEngine(board, { now: () => time })
  return {
    board,
    remote,
    exchange,
    engine,
    keyboard: engine.keyboard,
    selected: () => engine.state.getState().selection.join(' '),
    wait: (ms: number) => void (time += ms),
    /** The shapes that were not there at the beginning. */
    added: () => [...board.all()].filter((shape) => !shapes.some((old) => old.id === shape.id)),
  }
}

describe('walking', () => {
  test('steps go through the shapes in reading order, and end where the focus may leave', () => {
    const { keyboard, selected } = open(rectangle('b', 200, 5), rectangle('c', 0, 300), rectangle('a', 0, 0))
    const met = []
    while (keyboard.canWalk(1)) {
      keyboard.walk(1)
      met.push(selected())
    }
    expect(met).toEqual(['a', 'b', 'c'])
    keyboard.walk(-1)
    expect(selected()).toBe('b')
    expect(keyboard.canWalk(-1)).toBe(true)
    keyboard.walk(-1)
    expect(keyboard.canWalk(-1), 'before the first').toBe(false)
  })
  test('an empty board keeps nobody', () => {
    expect(open().keyboard.canWalk(1)).toBe(false)
  })
  test('Escape, then Tab: the focus leaves; when it comes back, Tab walks again', () => {
    const { keyboard, engine, selected } = open(rectangle('a', 0, 0), rectangle('b', 200, 0))
    keyboard.walk(1)
    engine.cancel()
    expect(selected()).toBe('')
    expect(keyboard.canWalk(1)).toBe(false)
    expect(keyboard.canWalk(-1)).toBe(false)
    keyboard.begin()
    expect(keyboard.canWalk(1)).toBe(true)
  })
  test('a walk takes the tool out of the hand', () => {
    const { keyboard, engine } = open(rectangle('a', 0, 0))
    engine.setTool('pen')
    keyboard.walk(1)
    expect(engine.state.getState()).toMatchObject({ tool: 'select', selection: ['a'] })
  })
  test('Enter goes into a group, Escape back to it, and then to nothing', () => {
    const { keyboard, engine, selected } = open(
      group('g'),
      rectangle('x', 0, 0, { parent: id('g') }),
      rectangle('y', 200, 0, { parent: id('g') }),
    )
    keyboard.walk(1)
    expect(selected()).toBe('g')
    keyboard.enter()
    expect(selected()).toBe('x')
    keyboard.walk(1)
    expect(selected()).toBe('y')
    engine.cancel()
    expect(selected()).toBe('g')
    engine.cancel()
    expect(selected()).toBe('')
  })
  test('Enter types in a shape that holds text', () => {
    const { keyboard, engine } = open(rectangle('a', 0, 0))
    keyboard.enter()
    expect(engine.state.getState()).toMatchObject({ selection: ['a'], editing: null })
    keyboard.enter()
    expect(engine.state.getState().editing).toBe('a')
  })
})

describe('placing', () => {
  test.each(['rectangle', 'ellipse', 'diamond', 'note', 'frame', 'text', 'line', 'arrow'] as const)(
    'Enter leaves a %s of the usual size, selected',
    (tool) => {
      const { keyboard, engine, added, selected } = open()
      engine.setTool(tool)
      expect(keyboard.canEnter).toBe(true)
      keyboard.enter()
      expect(added()).toMatchObject([{ type: tool }])
      expect(selected()).toBe(added()[0]!.id)
      expect(engine.state.getState().tool).toBe('select')
      expect(engine.state.getState().editing !== null, 'typing').toBe(tool === 'note' || tool === 'text')
      engine.undo()
      expect(added()).toEqual([])
    },
  )
  test('a second goes beside what was selected, not onto it', () => {
    const { keyboard, engine, added } = open(rectangle('a', 0, 0))
    engine.select([id('a')])
    engine.setTool('rectangle')
    keyboard.enter()
    const [first] = added()
    expect(first!.geo[0]).toBeGreaterThan(100)
    expect(first!.geo[1] + first!.geo[3] / 2).toBe(50)
    engine.select([id('a')])
    engine.setTool('rectangle')
    keyboard.enter()
    const second = added().find((shape) => shape !== first)!
    expect(second.geo[0]).toBe(first!.geo[0])
    expect(Math.abs(second.geo[1] - first!.geo[1])).toBeGreaterThan(first!.geo[3])
  })
  test('nothing is placed on a board that may only be read', () => {
    const { keyboard, engine, added } = open(rectangle('a', 0, 0))
    engine.setReadOnly(true)
    keyboard.walk(1)
    keyboard.extend({ x: 1, y: 0 })
    keyboard.resize(10, 0)
    keyboard.connect()
    expect(keyboard.canEnter).toBe(false)
    expect(added()).toEqual([])
    expect(engine.state.getState().connecting).toBe(null)
  })
})

describe('changing', () => {
  test('sides grow and shrink from the top-left corner, presses in a row as one step, never to nothing', () => {
    const { keyboard, engine, board, wait } = open(rectangle('a', 10, 20))
    keyboard.walk(1)
    keyboard.resize(10, 0)
    wait(100)
    keyboard.resize(0, -1)
    wait(100)
    keyboard.resize(-1, 0)
    expect(board.get(id('a'))!.geo.map(Math.round)).toEqual([10, 20, 109, 99, 0])
    wait(2_000)
    for (let press = 0; press < 30; press++) keyboard.resize(-10, 0)
    expect(board.get(id('a'))!.geo[2]).toBeCloseTo(9, 9)
    engine.undo()
    expect(board.get(id('a'))!.geo.map(Math.round)).toEqual([10, 20, 109, 99, 0])
    engine.undo()
    expect(board.get(id('a'))!.geo).toEqual([10, 20, 100, 100, 0])
  })
  test('a turned shape grows along its own sides', () => {
    const { keyboard, board } = open(rectangle('a', 0, 0))
    keyboard.walk(1)
    keyboard.rotate(Math.PI / 2)
    expect(board.get(id('a'))!.geo[4]).toBeCloseTo(Math.PI / 2)
    keyboard.resize(50, 0)
    const [x, y, w, h] = board.get(id('a'))!.geo
    expect([w, h]).toEqual([150, 100])
    expect(y + h / 2, 'downwards, as its width lies').toBeCloseTo(75)
    expect(x + w / 2).toBeCloseTo(50)
  })
  test('text pulled wider breaks at its new width', () => {
    const text = rectangle('t', 0, 0, {
      type: 'text',
      geo: [0, 0, 300, 30, 0],
      style: { size: 20, font: 'hand' },
      text: 'some words that are long enough to break',
    })
    const { keyboard, board } = open(text)
    keyboard.walk(1)
    keyboard.resize(-150, 0)
    expect(board.get(id('t'))!.data.wrap).toBe('fixed')
    expect(board.get(id('t'))!.geo[3]).toBeGreaterThan(60)
  })
})

describe('connecting', () => {
  const [a, b] = [rectangle('a', 0, 0), rectangle('b', 300, 0)]
  const ends = { start: { shape: 'a', anchor: [0.5, 0.5] }, end: { shape: 'b', anchor: [0.5, 0.5] } }

  test('from one shape, by walking, to another', () => {
    const { keyboard, engine, added, selected } = open(a, b)
    keyboard.walk(1)
    keyboard.connect()
    expect(engine.state.getState().connecting).toBe('a')
    keyboard.enter()
    expect(added(), 'not to itself').toEqual([])
    keyboard.walk(1)
    keyboard.enter()
    expect(added()).toMatchObject([{ type: 'arrow', data: ends }])
    expect(selected()).toBe(added()[0]!.id)
    expect(engine.state.getState().connecting).toBe(null)
  })
  test('two selected shapes at once', () => {
    const { keyboard, engine, added } = open(a, b)
    engine.select([id('a'), id('b')])
    keyboard.connect()
    expect(added()).toMatchObject([{ type: 'arrow', data: ends }])
  })
  test('Escape leaves it and goes back to where it began; so does the shape that goes', () => {
    const { keyboard, engine, remote, exchange, selected } = open(a, b)
    keyboard.walk(1)
    keyboard.connect()
    keyboard.walk(1)
    engine.cancel()
    expect(selected()).toBe('a')
    expect(engine.state.getState().connecting).toBe(null)
    keyboard.connect()
    remote.apply([{ do: 'remove', id: id('a') }])
    exchange()
    expect(engine.state.getState().connecting).toBe(null)
  })
  test('what takes no arrow begins none', () => {
    const { keyboard, engine } = open(group('g'), rectangle('x', 0, 0, { parent: id('g') }))
    engine.select([id('g')])
    expect(keyboard.canConnect).toBe(false)
    keyboard.connect()
    expect(engine.state.getState().connecting).toBe(null)
  })
  test('another beside it with an arrow between is one step', () => {
    const { keyboard, engine, board, added, selected } = open(rectangle('a', 0, 0, { text: 'A' }))
    keyboard.walk(1)
    keyboard.extend({ x: 0, y: 1 })
    const next = added().find(({ type }) => type === 'rectangle')!
    expect(next.geo).toEqual([0, 180, 100, 100, 0])
    expect(next.text).toBe(undefined)
    expect(next.style).toEqual(board.get(id('a'))!.style)
    expect(added().find(({ type }) => type === 'arrow')!.data).toMatchObject({ end: { shape: next.id } })
    expect(selected()).toBe(next.id)
    engine.undo()
    expect(board.size).toBe(1)
  })
})

test('what is placed inside a frame by keyboard belongs to it', () => {
  const frame = rectangle('f', -400, -400, { type: 'frame', geo: [-400, -400, 800, 800, 0] })
  const { keyboard, engine, board, added } = open()
  board.apply([create(frame)])
  engine.setTool('ellipse')
  keyboard.enter()
  expect(added().find(({ type }) => type === 'ellipse')!.parent).toBe('f')
})
