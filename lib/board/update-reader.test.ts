import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyUpdate } from './update-reader'

/** Words short and long, plain and not, some of them again and again. */
const word = fc.oneof(
  fc.constantFrom('stroke', 'fill', 'ink', 'none', 'geo', 'ä', '🖋', 'ink\u0000', '\uFFFD'),
  fc.string({ maxLength: 80, size: 'max' }),
  fc.string({ unit: 'grapheme', maxLength: 80, size: 'max' }),
)
const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false, 0, -0, 1.5, Math.PI, 2 ** 40, -(2 ** 31), 1e300),
    fc.integer(),
    word,
    fc.uint8Array({ maxLength: 300, size: 'max' }),
    fc.array(tie('value'), { maxLength: 20, size: 'max' }),
    fc.dictionary(word, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value
const style = fc.record(
  { stroke: fc.constantFrom('ink', 'red'), width: fc.constantFrom(1, 2) },
  { noNullPrototype: true },
)
const key = fc.constantFrom('a', 'b', 'c', 'a-name-that-is-too-long-for-a-word')
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('set' as const), key, value: fc.oneof(plain, style, style) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('type' as const), key, text: word }) },
)

test('makes of every update what Yjs makes of it', () => {
  let shared = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const source = new Y.Doc()
      const updates: Uint8Array[] = []
      source.on('update', (update: Uint8Array) => updates.push(update))
      const root = source.getMap<unknown>('shapes')
      for (const one of steps) {
        if (one.do === 'set') root.set(one.key, one.value)
        else if (one.do === 'delete') root.delete(one.key)
        else root.set(one.key, new Y.Text(one.text))
      }
      const [ours, theirs] = [new Y.Doc(), new Y.Doc()]
      for (const doc of [ours, theirs]) doc.getMap('shapes')
      for (const update of updates) {
        applyUpdate(ours, update)
        Y.applyUpdate(theirs, update)
      }
      expect(ours.getMap('shapes').toJSON()).toStrictEqual(theirs.getMap('shapes').toJSON())
      expect(Y.encodeStateAsUpdate(ours)).toEqual(Y.encodeStateAsUpdate(theirs))
      const objects = [...ours.getMap('shapes').values()].filter((one) => typeof one === 'object')
      shared += objects.length - new Set(objects).size
    }),
  )
  expect(shared, 'values that are one').toBeGreaterThan(20)
})

test('equal words and styles are one value', () => {
  const source = new Y.Doc()
  const root = source.getMap<unknown>('shapes')
  source.transact(() => {
    root.set('one', { stroke: 'ink', width: 2 })
    root.set('two', { stroke: 'ink', width: 2 })
    root.set('three', { stroke: 'ink', width: 3 })
  })
  const doc = new Y.Doc()
  applyUpdate(doc, Y.encodeStateAsUpdate(source))
  const read = doc.getMap('shapes')
  expect(read.get('one')).toBe(read.get('two'))
  expect(read.get('three')).toEqual({ stroke: 'ink', width: 3 })
})

test('what is repeated stays, however much comes that is not', () => {
  const source = new Y.Doc()
  const root = source.getMap<unknown>('shapes')
  source.transact(() => {
    for (let i = 0; i < 20_000; i++)
      root.set(`s${i}`, { stroke: i % 2 ? 'ink' : 'red', width: i % 8 ? 2 : i })
  })
  const doc = new Y.Doc()
  applyUpdate(doc, Y.encodeStateAsUpdate(source))
  const read = doc.getMap<{ stroke: string; width: number }>('shapes')
  const common = new Set([...read.values()].filter(({ width }) => width === 2))
  expect(common.size).toBeLessThan(50)
  for (let i = 0; i < 20_000; i++)
    expect(read.get(`s${i}`)).toEqual({ stroke: i % 2 ? 'ink' : 'red', width: i % 8 ? 2 : i })
})

test('points do not hold on to the message they came in', () => {
  const source = new Y.Doc()
  for (const size of [10, 4_096, 4_097, 60_000])
    source.getMap('shapes').set(`n${size}`, new Uint8Array(size).fill(size % 251))
  const update = Y.encodeStateAsUpdate(source)
  const doc = new Y.Doc()
  applyUpdate(doc, update)
  update.fill(0)
  for (const size of [10, 4_096, 4_097, 60_000]) {
    const points = doc.getMap<Uint8Array>('shapes').get(`n${size}`)!
    expect(points.constructor).toBe(Uint8Array)
    expect(points).toEqual(new Uint8Array(size).fill(size % 251))
  }
})

test('an update that ends early is refused as by Yjs, and does no harm to the next', () => {
  const source = new Y.Doc()
  source.getMap('shapes').set('a', { stroke: 'ink', list: [1, 2, 3, 4, 5], text: 'some words of a text' })
  const update = Y.encodeStateAsUpdate(source)
  for (let end = 1; end < update.length; end++) {
    const outcome = (apply: typeof applyUpdate) => {
      const doc = new Y.Doc()
      try {
        apply(doc, update.slice(0, end))
        return doc.getMap('shapes').toJSON()
      } catch {
        return 'refused'
      }
    }
    expect(outcome(applyUpdate), `cut at ${end}`).toEqual(outcome(Y.applyUpdate))
  }
  const doc = new Y.Doc()
  applyUpdate(doc, update)
  expect(doc.getMap('shapes').toJSON()).toEqual(source.getMap('shapes').toJSON())
})
