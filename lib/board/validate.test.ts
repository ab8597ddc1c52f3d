import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { anyRecords } from './board.arbitrary'
import { MAX_POINTS, MAX_TEXT_LENGTH } from './limits'
import { packPoints } from './points'
import { writeShape } from './shape-map'
import { boardName, inspectBoardKey, inspectKey, inspectShape, readShape, validateShape } from './validate'

const good = {
  id: 'box',
  type: 'rectangle',
  geo: [1, 2, 30, 40, 0],
  style: { stroke: 'ink' },
  order: 'a0',
  parent: null,
  data: {},
}

/** A shape map in a document, filled by hand as another program would. */
function inDocument(fill: (shape: Y.Map<unknown>) => void): Y.Map<unknown> {
  const shapes = new Y.Doc().getMap('shapes')
  const shape = new Y.Map<unknown>()
  fill(shape)
  shapes.set('box', shape)
  return shapes.get('box') as Y.Map<unknown>
}
const plainBox = (shape: Y.Map<unknown>): void => {
  shape.set('type', 'rectangle')
  shape.set('geo', [1, 2, 30, 40, 0])
}

describe('values from outside', () => {
  const bad: readonly [name: string, change: object, code: string, key: string][] = [
    ['NaN', { geo: [NaN, 0, 1, 1, 0] }, 'invalid', 'geo'],
    ['infinity', { geo: [0, 0, Infinity, 1, 0] }, 'invalid', 'geo'],
    ['text for a number', { geo: ['5', 0, 1, 1, 0] }, 'invalid', 'geo'],
    ['off the board', { geo: [1e7, 0, 1, 1, 0] }, 'invalid', 'geo'],
    ['a negative size', { geo: [0, 0, -1, 1, 0] }, 'invalid', 'geo'],
    ['too few numbers', { geo: [0, 0, 1] }, 'invalid', 'geo'],
    ['no place', { geo: undefined }, 'invalid', 'geo'],
    ['BigInt', { style: { width: 5n } }, 'invalid', 'style'],
    ['a function', { data: { run: () => 1 } }, 'invalid', 'data'],
    ['a date', { data: { at: new Date(0) } }, 'invalid', 'data'],
    ['a colour that is none', { style: { stroke: 'javascript:alert(1)' } }, 'invalid', 'style'],
    ['an opacity of -5', { style: { opacity: -5 } }, 'invalid', 'style'],
    ['a font size of 1e9', { style: { size: 1e9 } }, 'invalid', 'style'],
    ['an order that is no key', { order: 'a 0' }, 'invalid', 'order'],
    ['a parent that is no id', { parent: '__proto__' }, 'invalid', 'parent'],
    ['bytes that are no points', { points: new Uint8Array([9, 9, 9]) }, 'invalid', 'points'],
    ['an arrow tied to no id', { type: 'arrow', data: { start: { shape: 'a b', anchor: [0, 0] } } }, 'invalid', 'data'],
    ['a million keys', { style: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, 1])) }, 'too-large', 'style'],
    ['a key of a megabyte', { data: { ['k'.repeat(1e6)]: 1 } }, 'too-large', 'data'],
    ['a value of a megabyte', { data: { k: 'v'.repeat(1e6) } }, 'too-large', 'data'],
    ['an array of four billion', { data: { k: new Array(2 ** 32 - 1) } }, 'too-large', 'data'],
    ['too long a text', { text: 'x'.repeat(MAX_TEXT_LENGTH + 1) }, 'too-large', 'text'],
    ['an unknown key too deep', { extra: { future: nest(20_000) } }, 'invalid', 'future'],
  ] // prettier-ignore
  for (const [name, change, code, key] of bad) {
    test(`B24 B59 ${name} is refused with a code, naming the key`, () => {
      expect(validateShape({ ...good, ...change })).toEqual({ ok: false, error: { code, key, id: 'box' } })
    })
  }

  function nest(depth: number): unknown {
    let value: unknown = 1
    for (let i = 0; i < depth; i++) value = [value]
    return value
  }

  test('B69 ids that are missing, malformed or reserved are refused', () => {
    for (const id of [undefined, '', 'a b', '__proto__', 'constructor', 'x'.repeat(65), 7]) {
      expect(validateShape({ ...good, id })).toEqual({ ok: false, error: { code: 'invalid', key: 'id' } })
    }
    for (const value of [null, 7, 'x', [], new Y.Map(), new (class Shape {})()]) {
      expect(validateShape(value).ok).toBe(false)
    }
  })

  test('B59 a __proto__ in JSON reaches nothing', () => {
    const value = JSON.parse('{"__proto__":{"isAdmin":true},"a":{"__proto__":{"b":1}}}') as object
    const checked = validateShape({ ...good, data: value })
    if (!checked.ok) throw new Error(checked.error.code)
    expect(checked.value.data.isAdmin).toBeUndefined()
    expect((checked.value.data.a as Record<string, unknown>).b).toBeUndefined()
    expect(Object.keys(checked.value.data)).toEqual(['a'])
    expect(Object.getPrototypeOf(Object.getPrototypeOf(checked.value.data))).toBeNull()
    expect('toString' in checked.value.style).toBe(false)
  })

  test('-0 is 0, half of a surrogate pair is replaced, undefined is absent', () => {
    const data = { zero: -0, half: '\ud800', gone: undefined }
    const checked = validateShape({ ...good, geo: [-0, 0, 1, 1, -0], data })
    if (!checked.ok) throw new Error(checked.error.code)
    expect(Object.is(checked.value.geo[0], 0)).toBe(true)
    expect(Object.is(checked.value.data.zero, 0)).toBe(true)
    expect({ ...checked.value.data }).toEqual({ zero: 0, half: '\uFFFD' })
  })

  test('F27 types and keys of a newer version are kept', () => {
    const newer = {
      ...good,
      type: 'hologram',
      style: { sparkle: 3 },
      data: { start: 'means something else there' },
      extra: { layers: [1, { deep: true }] },
    }
    const checked = validateShape(newer)
    expect(checked.ok && checked.value).toMatchObject(newer)
  })
})

describe('what sits in the document', () => {
  test('B22 anything but a Y.Map is no shape, and throws nowhere', () => {
    const doc = new Y.Doc()
    const shapes = doc.getMap('shapes')
    const strangers = [
      'text', 7, true, null, { type: 'rectangle' }, [1], new Uint8Array(3), new Y.Text('hi'), new Y.Array(),
      new Y.XmlElement('b'), new Y.XmlText('x'), new Y.XmlHook('h'), new Y.Doc(),
    ] // prettier-ignore
    for (const stranger of strangers) {
      shapes.set('box', stranger)
      expect(readShape('box', shapes.get('box'))).toBeUndefined()
      expect(inspectShape('box', shapes.get('box'))).toMatchObject({ code: 'invalid' })
    }
  })

  test('B22 a Yjs type, BigInt, NaN or undefined under any key reads as its default and is told', () => {
    const wrong: readonly (() => unknown)[] = [
      () => new Y.Text('x'), () => new Y.Map(), () => new Y.Array(), () => new Y.Doc(), () => 5n, () => NaN,
      () => [NaN], () => ({ a: { b: -Infinity } }),
    ] // prettier-ignore
    let told = 0
    for (const key of ['type', 'geo', 'style', 'order', 'parent', 'points', 'text', 'data', 'future']) {
      for (const make of wrong) {
        const value = make()
        if (key === 'text' && value instanceof Y.Text) continue
        const shape = inDocument((map) => {
          plainBox(map)
          map.set(key, value)
        })
        const record = readShape('box', shape)
        expect(inspectShape('box', shape)).toMatchObject({ code: 'invalid', key })
        told++
        if (key === 'type' || key === 'geo') expect(record).toBeUndefined()
        else expect(record).toEqual(readShape('box', inDocument(plainBox)))
      }
    }
    expect(told).toBeGreaterThan(60)
  })

  test('B22 a prototype smuggled in through the decoder is refused and never read', () => {
    const source = new Y.Doc()
    const shape = new Y.Map<unknown>()
    plainBox(shape)
    shape.set('style', JSON.parse('{"stroke":"red","__proto__":{"stroke":"blue","fill":"red"}}') as object)
    source.getMap('shapes').set('box', shape)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(source))
    const received = copy.getMap('shapes').get('box')
    expect(inspectShape('box', received)).toMatchObject({ code: 'invalid', key: 'style' })
    expect(readShape('box', received)?.style.fill).toBeUndefined()
  })

  test('formatting and embeds in a text are told, and not read', () => {
    const shape = inDocument((map) => {
      plainBox(map)
      map.set('text', new Y.Text('plain'))
    })
    const text = shape.get('text') as Y.Text
    expect(inspectShape('box', shape)).toBeNull()
    text.insertEmbed(0, { image: 'x' })
    expect(inspectShape('box', shape)).toMatchObject({ code: 'invalid', key: 'text' })
    expect(readShape('box', shape)?.text).toBe('plain')
  })

  test('a text that two people made too long is read up to the limit', () => {
    const shape = inDocument((map) => {
      plainBox(map)
      map.set('text', new Y.Text('x'.repeat(MAX_TEXT_LENGTH + 10)))
    })
    expect(readShape('box', shape)?.text?.length).toBe(MAX_TEXT_LENGTH)
    expect(inspectShape('box', shape)).toMatchObject({ code: 'too-large', key: 'text' })
  })

  test('only type and place are needed; a group needs no place', () => {
    expect(inspectShape('box', inDocument(plainBox))).toBeNull()
    const group = inDocument((map) => map.set('type', 'group'))
    expect(inspectShape('box', group)).toBeNull()
    expect(readShape('box', group)?.geo).toEqual([0, 0, 0, 0, 0])
  })

  test('what is written is read back the same, and is acceptable', () => {
    let count = 0
    fc.assert(
      fc.property(anyRecords(), (records) => {
        const doc = new Y.Doc()
        const shapes = doc.getMap('shapes')
        const copy = new Y.Doc()
        for (const record of records) {
          const checked = validateShape(record)
          if (!checked.ok) throw new Error(`${checked.error.key}: ${checked.error.code}`)
          writeShape(shapes, checked.value)
        }
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
        for (const record of records) {
          const received = copy.getMap('shapes').get(record.id)
          expect(inspectShape(record.id, received)).toBeNull()
          expect(readShape(record.id, received)).toEqual(record)
          count++
        }
      }),
    )
    expect(count).toBeGreaterThan(300)
  })

  test('any plain values under any keys: never a throw', () => {
    let read = 0
    const key = fc.constantFrom('type', 'geo', 'style', 'order', 'parent', 'points', 'text', 'data', 'x')
    const value = fc.oneof(
      fc.anything({ withBigInt: true, maxDepth: 3 }),
      fc.constant('rectangle'),
      fc.constant([0, 0, 1, 1, 0]),
      fc.uint8Array(),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 9, size: 'max' }), (entries) => {
        const shape = inDocument((map) => {
          for (const [name, held] of entries) {
            try {
              map.set(name, held)
            } catch {
              // Yjs itself refuses it.
            }
          }
        })
        const record = readShape('box', shape)
        inspectShape('box', shape)
        for (const [name, held] of entries) inspectKey(name, held)
        if (!record) return
        read++
        expect(validateShape(record).ok).toBe(true)
      }),
      { numRuns: 4_000 },
    )
    expect(read).toBeGreaterThan(20)
  })
})

describe('values of a decoded update, before it is applied', () => {
  test('each key by its own rule', () => {
    expect(inspectKey('geo', [0, 0, 1, 1, 0])).toBeNull()
    expect(inspectKey('geo', [0, 0, 1, 1])).toBe('invalid')
    expect(inspectKey('text', 'a plain string')).toBe('invalid')
    expect(inspectKey('points', packPoints([[0, 0, 0.5]], { zoom: 1 }))).toBeNull()
    expect(inspectKey('points', packPoints(Array.from({ length: MAX_POINTS }, () => [9e5, 0, 0] as const), { zoom: 50 }))).toBe(null) // prettier-ignore
    expect(inspectKey('points', new Uint8Array(70_000))).toBe('too-large')
    expect(inspectKey('future', { any: 'thing' })).toBeNull()
    expect(inspectKey('k'.repeat(200), 1)).toBe('too-large')
    expect(inspectKey('__proto__', 1)).toBe('invalid')
    expect(inspectKey('data', { start: 7 }, 'hologram')).toBeNull()
    expect(inspectKey('data', { start: 7 }, 'arrow')).toBe('invalid')
  })

  test('the board map: a name in bounds, a version that is one', () => {
    expect(inspectBoardKey('name', 'Plan')).toBeNull()
    expect(inspectBoardKey('name', 'x'.repeat(201))).toBe('too-large')
    expect(inspectBoardKey('name', 7)).toBe('invalid')
    expect(inspectBoardKey('version', 0)).toBe('invalid')
    expect(inspectBoardKey('version', 1)).toBeNull()
    expect(inspectBoardKey('background', { a: 5n })).toBe('invalid')
  })

  test('a board name is one line of well-formed text', () => {
    expect(boardName('  a\n\tb\0c  ')).toBe('a b c')
    expect(boardName(7)).toBe('')
    expect(boardName(`${'x'.repeat(199)}👍`)).toBe(`${'x'.repeat(199)}\uFFFD`)
  })
})
