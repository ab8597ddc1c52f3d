import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { openDoor, nested } from './hostile.fixture'
import { LIMITS } from './limits'
import { BARRIER, drawShape, until, updateOf, xOf } from './stage.fixture'

/** What may not be on a board. */
const { stage, refused, boardWithAna } = openDoor()

const shape = (change: (shape: Y.Map<unknown>) => void) => (doc: Y.Doc) => {
  drawShape(doc, 'bad')
  change(doc.getMap('shapes').get('bad') as Y.Map<unknown>)
}
test.each<[string, string, (doc: Y.Doc) => void]>([
  ['[B20] an unknown root', 'unknown-root', (doc) => doc.getMap('zzz').set('a', 1)],
  ['[B22] a shape that is a number', 'invalid', (doc) => doc.getMap('shapes').set('bad', 1)],
  ['[B22] a shape that is a text', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.Text('x'))],
  [
    '[B22] a shape that is an element',
    'invalid',
    (doc) => doc.getMap('shapes').set('bad', new Y.XmlElement('a')),
  ],
  ['[B22] a shape that is a hook', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.XmlHook('a'))],
  ['[B26] a subdocument', 'invalid', (doc) => doc.getMap('shapes').set('bad', new Y.Doc())],
  ['a reserved id', 'invalid', (doc) => drawShape(doc, '__proto__')],
  ['an id with spaces', 'invalid', (doc) => drawShape(doc, 'a b')],
  ['[P10] NaN', 'invalid', shape((its) => its.set('geo', [NaN, 0, 1, 1, 0]))],
  ['[P10] infinity', 'invalid', shape((its) => its.set('geo', [Infinity, 0, 1, 1, 0]))],
  ['[P10] a big integer', 'invalid', shape((its) => its.set('extra', 10n))],
  ['a list where a number belongs', 'invalid', shape((its) => its.set('geo', ['0', 0, 1, 1, 0]))],
  ['a huge coordinate', 'invalid', shape((its) => its.set('geo', [1e308, 0, 1, 1, 0]))],
  ['a text that is none', 'invalid', shape((its) => its.set('text', 'plain'))],
  ['[B26] a text with markup', 'invalid', shape((its) => its.set('text', bold()))],
  ['a nested type under an unknown key', 'invalid', shape((its) => its.set('extra', new Y.Map()))],
  ['[P12] a deep value', 'invalid', shape((its) => its.set('extra', nested(20)))],
  ['[B24] a huge key', 'too-large', shape((its) => its.set('k'.repeat(2_000), 1))],
  ['[B24] a huge value', 'too-large', shape((its) => its.set('extra', 'x'.repeat(70_000)))],
  ['[B24] a shape of many values', 'too-large', shape((its) => keys(its, 40, 2_000))],
  ['[B24] a shape of a great many keys', 'too-large', shape((its) => keys(its, 20_000, 1))],
  ['[B24] a huge text', 'too-large', shape((its) => its.set('text', new Y.Text('x'.repeat(100_001))))],
  ['a board value that is a type', 'invalid', (doc) => doc.getMap('board').set('extra', new Y.Map())],
  ['[B24] a great deal said of the board', 'too-large', (doc) => keys(doc.getMap('board'), 40, 2_000)],
  ['a board name that is a number', 'invalid', (doc) => doc.getMap('board').set('name', 5)],
])('%s is refused as a whole, told, and never acknowledged', async (_, code, change) => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage().raw(board, '?s=tab')).ready()
  refused.mockClear()
  client.update(
    updateOf((doc) =>
      doc.transact(() => {
        drawShape(doc, 'good')
        change(doc)
      }),
    ),
  )
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  expect(refused).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ boardId: board, sessionKey: 'tab', code }),
  )
  expect(await stage().rooms.read(board, (document) => document.size)).toBe(1)
  await isUndisturbed()
})

test('[B27] a board that is full takes in deletions only, until folding has made room', async () => {
  const limits = LIMITS as { boardBytes: number }
  const { boardBytes } = limits
  limits.boardBytes = 100_000
  onTestFinished(() => void (limits.boardBytes = boardBytes))
  const board = await stage().newBoard()
  const client = await (await stage().raw(board)).ready()
  const doc = new Y.Doc()
  let n = 0
  const draw = () =>
    updateOf((its) => drawShape(its, `s${n++}`, 0, 'ink', new Uint8Array(9_000).fill(n)), doc)
  for (let i = 0; i < 10; i++) client.update(draw())
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  const fills: (number | null)[] = []
  stage().rooms.onFill = (_, percent) => void fills.push(percent)
  onTestFinished(() => void (stage().rooms.onFill = () => {}))
  await until(async () => fills.length > 0)
  expect(fills[0], 'its people are told in time').toBeGreaterThanOrEqual(80)
  client.update(updateOf((its) => its.getMap('shapes').clear(), doc))
  expect(await client.barrier(2)).toBe(BARRIER.durable)
  refused.mockClear()
  const other = await (await stage().raw(board)).ready()
  other.update(updateOf((its) => drawShape(its, 'more', 0, 'ink', new Uint8Array(12_000))))
  expect(await other.barrier(1)).toBe(BARRIER.rejected)
  expect(refused).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'board-full' }))
  await until(async () => (await stage().storage.journal.load(board))!.tail.rows === 0)
  await until(async () => {
    const again = await (await stage().raw(board)).ready()
    again.update(updateOf((its) => drawShape(its, 'again', 0, 'ink', new Uint8Array(12_000))))
    return (await again.barrier(1)) === BARRIER.durable
  })
  await until(async () => fills.at(-1) === null)
})

test('[B20] a root used as a list is refused', async () => {
  const { board, isUndisturbed } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  client.update(updateOf((doc) => doc.getArray('shapes').push([1])))
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  await isUndisturbed()
})

function bold(): Y.Text {
  const text = new Y.Text()
  text.insert(0, 'bold', { bold: true })
  return text
}

function keys(map: Y.Map<unknown>, count: number, length: number): void {
  for (let i = 0; i < count; i++) map.set(`key${i}`, 'x'.repeat(length))
}

test('an overwrite, which names no parent, is checked like an insertion', async () => {
  const { board, ana } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ana.doc))
  const hers = () => doc.getMap('shapes').get('hers') as Y.Map<unknown>
  client.update(updateOf(() => hers().set('geo', [5, 0, 1, 1, 0]), doc))
  await until(() => xOf(ana.doc, 'hers') === 5)
  client.update(updateOf(() => hers().set('geo', [NaN, 0, 1, 1, 0]), doc))
  expect(await client.barrier(1)).toBe(BARRIER.rejected)
  expect(xOf(ana.doc, 'hers')).toBe(5)
})

test('text grows to its limit by typing, and not beyond', async () => {
  const { board } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  const doc = new Y.Doc()
  client.update(
    updateOf(
      shape((its) => its.set('text', new Y.Text('x'.repeat(99_990)))),
      doc,
    ),
  )
  const text = () => (doc.getMap('shapes').get('bad') as Y.Map<unknown>).get('text') as Y.Text
  client.update(updateOf(() => text().insert(50, 'y'.repeat(10)), doc))
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  client.update(updateOf(() => text().insert(99_000, 'z'), doc))
  expect(await client.barrier(2)).toBe(BARRIER.rejected)
})

test('unknown types and keys of a newer client are accepted and kept', async () => {
  const { board, ana } = await boardWithAna()
  const client = await (await stage().raw(board)).ready()
  client.update(
    updateOf((doc) => {
      drawShape(doc, 'new', 3, 'hologram')
      ;(doc.getMap('shapes').get('new') as Y.Map<unknown>).set('spin', { speed: 2, axes: ['x', 'y'] })
    }),
  )
  expect(await client.barrier(1)).toBe(BARRIER.durable)
  await until(() => xOf(ana.doc, 'new') === 3)
  expect((ana.doc.getMap('shapes').get('new') as Y.Map<unknown>).get('spin')).toEqual({
    speed: 2,
    axes: ['x', 'y'],
  })
})
