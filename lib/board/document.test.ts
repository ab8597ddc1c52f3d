import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument, LOCAL_ORIGIN } from './document'
import type { ShapeId } from './ids'
import { MAX_SHAPES_PER_TRANSACTION } from './limits'
import type { BoardChange, Edit, ShapeRecord } from './shape'

const shape = (id: string, change: Partial<ShapeRecord> = {}): ShapeRecord => ({
  id: id as ShapeId,
  type: 'note',
  geo: [0, 0, 100, 100, 0],
  style: { stroke: 'ink', width: 2 },
  order: 'a0',
  parent: null,
  data: {},
  ...change,
})
const create = (id: string, change: Partial<ShapeRecord> = {}): Edit => ({
  do: 'create',
  shape: shape(id, change),
})
const id = (name: string) => name as ShapeId

const sync = (from: BoardDocument, to: BoardDocument): void =>
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
const pair = (): [BoardDocument, BoardDocument] => [
  new BoardDocument(new Y.Doc()),
  new BoardDocument(new Y.Doc()),
]

describe('readers', () => {
  test('hear of each transaction once, with each id once, and whether it was made here', () => {
    const [mine, yours] = pair()
    const heard: BoardChange[] = []
    const heardThere: BoardChange[] = []
    mine.onChange((change) => heard.push(change))
    yours.onChange((change) => heardThere.push(change))
    mine.apply([create('a', { text: 'hi' }), create('b')])
    mine.apply([
      { do: 'patch', id: id('a'), patch: { geo: [5, 5, 1, 1, 0], text: 'ho' } },
      { do: 'remove', id: id('b') },
    ])
    sync(mine, yours)
    expect(heard.map(({ shapes, isLocal }) => [[...shapes.keys()].sort(), isLocal])).toEqual([
      [['a', 'b'], true],
      [['a', 'b'], true],
    ])
    expect(heard[1]!.shapes.get(id('b'))).toBeNull()
    expect(heard[1]!.shapes.get(id('a'))).toMatchObject({ geo: [5, 5, 1, 1, 0], text: 'ho' })
    expect(heardThere).toHaveLength(1)
    expect(heardThere[0]!.isLocal).toBe(false)
  })

  test('see a record that keeps its identity until something in the shape changes', () => {
    const [mine] = pair()
    mine.apply([create('a'), create('b')])
    const [a, b] = [mine.get(id('a')), mine.get(id('b'))]
    mine.apply([{ do: 'patch', id: id('a'), patch: { style: { width: 3 } } }])
    expect(mine.get(id('a'))).not.toBe(a)
    expect(mine.get(id('b'))).toBe(b)
  })

  test('of a document that is already full see the same as one that watched', () => {
    const [mine] = pair()
    mine.apply([create('f', { type: 'frame' }), create('a', { parent: id('f') })])
    const late = new BoardDocument(mine.doc)
    expect([...late.all()]).toEqual([...mine.all()])
    expect(late.childrenOf(id('f'))).toEqual(['a'])
  })

  test('survive the Y.Map under an id being replaced, and follow the new one', () => {
    const [mine] = pair()
    mine.apply([create('a', { text: 'old' })])
    const put = new Y.Map<unknown>()
    put.set('type', 'note')
    put.set('geo', [7, 7, 7, 7, 0])
    put.set('text', new Y.Text('put back'))
    mine.doc.getMap('shapes').set('a', put)
    expect(mine.get(id('a'))).toMatchObject({ geo: [7, 7, 7, 7, 0], text: 'put back' })
    mine.text(id('a'))!.insert(0, 'x')
    expect(mine.get(id('a'))!.text).toBe('xput back')
    mine.apply([{ do: 'patch', id: id('a'), patch: { geo: [8, 8, 8, 8, 0] } }])
    expect(put.get('geo')).toEqual([8, 8, 8, 8, 0])
  })

  test('B22 do not see junk, and see a shape go when it becomes junk', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    const heard: BoardChange[] = []
    mine.onChange((change) => heard.push(change))
    const shapes = mine.doc.getMap('shapes')
    shapes.set('__proto__', new Y.Map())
    shapes.set('junk', 'junk')
    expect(heard).toEqual([])
    shapes.set('a', 7)
    expect(heard.map(({ shapes: changed }) => [...changed])).toEqual([[['a', null]]])
    expect(mine.size).toBe(0)
  })

  test('hear nothing after dispose', () => {
    const [mine] = pair()
    let count = 0
    mine.onChange(() => count++)
    mine.dispose()
    mine.doc.getMap('shapes').set('a', new Y.Map())
    expect(count).toBe(0)
  })
})

describe('writers', () => {
  test('are refused as a whole: one bad edit among good ones changes nothing', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    const before = Y.encodeStateVector(mine.doc)
    const bad = mine.apply([create('b'), { do: 'patch', id: id('a'), patch: { geo: [NaN, 0, 1, 1, 0] } }])
    expect(bad).toEqual({ ok: false, error: { code: 'invalid', id: 'a' } })
    expect(mine.apply([create('a')])).toEqual({ ok: false, error: { code: 'exists', id: 'a' } })
    const long = mine.apply([create('c', { data: { big: 'x'.repeat(70_000) } })])
    expect(long).toEqual({ ok: false, error: { code: 'too-large', id: 'c' } })
    expect(Y.encodeStateVector(mine.doc)).toEqual(before)
  })

  test('leave out what somebody has deleted meanwhile, and do the rest', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    const done = mine.apply([
      { do: 'patch', id: id('gone'), patch: { order: 'a1' } },
      { do: 'remove', id: id('gone') },
      { do: 'patch', id: id('a'), patch: { order: 'a1' } },
    ])
    expect(done.ok).toBe(true)
    expect(mine.get(id('a'))!.order).toBe('a1')
    expect(mine.size).toBe(1)
  })

  test('write only the keys that differ, so that what two people change at once both survives', () => {
    const [mine, yours] = pair()
    mine.apply([create('a', { text: 'one two' })])
    sync(mine, yours)
    mine.apply([{ do: 'patch', id: id('a'), patch: { geo: [9, 9, 9, 9, 0], style: { stroke: 'ink' } } }])
    yours.apply([{ do: 'patch', id: id('a'), patch: { style: { width: 8 }, text: 'one 2 two' } }])
    mine.apply([{ do: 'patch', id: id('a'), patch: { text: 'zero one two' } }])
    sync(mine, yours)
    sync(yours, mine)
    const merged = { geo: [9, 9, 9, 9, 0], style: { stroke: 'ink', width: 8 }, text: 'zero one 2 two' }
    expect(mine.get(id('a'))).toMatchObject(merged)
    expect(yours.get(id('a'))).toEqual(mine.get(id('a')))
  })

  test('write nothing at all when nothing differs', () => {
    const [mine] = pair()
    mine.apply([create('a', { text: 'x' })])
    let updates = 0
    mine.doc.on('update', () => updates++)
    const { geo, style, order, text } = shape('a', { text: 'x' })
    mine.apply([{ do: 'patch', id: id('a'), patch: { geo, style, order, text: text!, data: {} } }])
    expect(updates).toBe(0)
  })

  test('a style key is removed by undefined', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    mine.apply([{ do: 'patch', id: id('a'), patch: { style: { width: undefined, fill: 'red' } } }])
    expect({ ...mine.get(id('a'))!.style }).toEqual({ stroke: 'ink', fill: 'red' })
  })

  test('more than 500 shapes are several transactions and one undo step, undone in pieces of the same size', () => {
    const [mine] = pair()
    const sizes: number[] = []
    mine.onChange(({ shapes }) => sizes.push(shapes.size))
    mine.apply([create('before')])
    mine.apply(Array.from({ length: 1_200 }, (_, i) => create(`s${i}`)))
    mine.undo()
    expect(mine.size).toBe(1)
    mine.redo()
    expect(mine.size).toBe(1_201)
    mine.undo()
    mine.undo()
    expect(mine.size).toBe(0)
    expect(sizes.slice(0, 4)).toEqual([1, 500, 500, 200])
    expect(Math.max(...sizes)).toBe(MAX_SHAPES_PER_TRANSACTION)
  })

  test('two people who begin to type in one empty shape at once both keep their words', () => {
    const [mine, yours] = pair()
    mine.apply([create('a', { type: 'rectangle' })])
    sync(mine, yours)
    mine.replaceText(id('a'), 'hers')
    yours.replaceText(id('a'), 'his')
    sync(mine, yours)
    sync(yours, mine)
    expect(mine.get(id('a'))!.text).toBe(yours.get(id('a'))!.text)
    expect(mine.get(id('a'))!.text).toMatch(/hers/)
    expect(mine.get(id('a'))!.text).toMatch(/his/)
  })

  test('carry an origin that sync can tell from what it received', () => {
    const [mine] = pair()
    const origins: unknown[] = []
    mine.doc.on('update', (_, origin) => origins.push(origin))
    mine.apply([create('a')])
    expect(origins).toEqual([LOCAL_ORIGIN])
  })

  test('Buffers, shared values and prototypes of the caller do not get in', () => {
    const [mine] = pair()
    const style = Object.assign(Object.create({ inherited: true }) as object, {})
    expect(mine.apply([create('a', { style: style as ShapeRecord['style'] })]).ok).toBe(false)
    const data: Record<string, unknown> = { link: 'https://example.org' }
    mine.apply([create('b', { data })])
    data.link = 'changed later'
    expect(mine.get(id('b'))!.data.link).toBe('https://example.org')
  })
})

describe('the board itself', () => {
  test('has a name, told when it changes and not undone', () => {
    const [mine, yours] = pair()
    const names: string[] = []
    yours.onMeta(({ name }) => names.push(name))
    mine.setName('Plan\n for  May')
    sync(mine, yours)
    expect(names).toEqual(['Plan for May'])
    expect(mine.canUndo).toBe(false)
    expect(yours.meta).toEqual({ name: 'Plan for May', background: null })
  })

  test('F27 of a newer version is shown and read-only', () => {
    const [mine] = pair()
    mine.apply([create('a')])
    mine.doc.getMap('board').set('version', 99)
    expect(mine.isTooNew).toBe(true)
    expect(mine.apply([create('b')])).toEqual({ ok: false, error: { code: 'too-new' } })
    mine.undo()
    expect(mine.size).toBe(1)
  })
})
