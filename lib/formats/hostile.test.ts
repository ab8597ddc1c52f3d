import { describe, expect, test } from 'vitest'
import { MAX_COORDINATE, MAX_FONT_SIZE, MAX_SIZE } from '../board/limits'
import { pointsOf } from '../board/points'
import { validateShape } from '../board/validate'
import {
  element,
  importFile,
  importScene,
  lineElement,
  only,
  scene,
  textElement,
} from './excalidraw/scene.fixture'
import { MAX_FILE_BYTES, readFile } from './index'

const codeOf = (file: string | Uint8Array) => {
  const read = readFile('x', file)
  return read.ok ? 'read' : read.error.code
}
const bytes = (text: string) => new TextEncoder().encode(text)

describe('[B66] files that are refused whole', () => {
  test.each([
    ['nothing', '', 'not-json'],
    ['half a file', '{"type":"excalidraw","elem', 'not-json'],
    [
      'a picture',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe, 0x00]),
      'not-json',
    ],
    ['a number', '5', 'unknown-format'],
    ['null', 'null', 'unknown-format'],
    ['a list', '[]', 'unknown-format'],
    ['another program', '{"tldrawFileFormatVersion":1,"records":[]}', 'unknown-format'],
    ['a type by inheritance', '{"type":"constructor","elements":[]}', 'unknown-format'],
    ['no elements', '{"type":"excalidraw","version":2}', 'unknown-format'],
    [
      'elements that are no list',
      '{"type":"excalidraw","version":2,"elements":{"length":3}}',
      'unknown-format',
    ],
    ['an empty scene', '{"type":"excalidraw","version":2,"elements":[]}', 'empty'],
    ['an empty library', '{"type":"excalidrawlib","version":1,"library":[]}', 'empty'],
    ['a newer scene', '{"type":"excalidraw","version":3,"elements":[{}]}', 'too-new'],
    ['a newer library', '{"type":"excalidrawlib","version":99,"libraryItems":[{}]}', 'too-new'],
    ['a newer board', '{"type":"ardoise","version":999,"board":{},"shapes":[]}', 'too-new'],
    ['a board of no version', '{"type":"ardoise","version":"new","shapes":[]}', 'unknown-format'],
    ['a board without shapes', '{"type":"ardoise","version":1}', 'unknown-format'],
  ])('%s', (_, file, code) => {
    expect(codeOf(file)).toBe(code)
  })

  test('larger than 100 MB, before it is looked at', () => {
    expect(codeOf(new Uint8Array(MAX_FILE_BYTES + 1))).toBe('too-large')
  })

  test('[B59] nested too deep, in brackets of both kinds; brackets in texts do not count', () => {
    expect(codeOf(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toBe('too-deep')
    expect(codeOf(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toBe('too-deep')
    expect(codeOf('['.repeat(1_000_000))).toBe('too-deep')
    const brackets = textElement(`"\\${'[{'.repeat(1_000)}\\"`)
    expect(only(importScene(brackets), 'text').text).toContain('[{[{')
  })

  test('more than 250 000 elements', () => {
    expect(codeOf(`{"type":"excalidraw","version":2,"elements":[${'0,'.repeat(250_000)}0]}`)).toBe('too-many')
  })
})

describe('[B59] encodings', () => {
  const file = scene([textElement('é😀')])
  const utf16 = (isLittle: boolean) => {
    const view = new DataView(new ArrayBuffer(2 + file.length * 2))
    view.setUint16(0, 0xfeff, isLittle)
    for (let i = 0; i < file.length; i++) view.setUint16(2 + 2 * i, file.charCodeAt(i), isLittle)
    return new Uint8Array(view.buffer)
  }
  test.each([
    ['UTF-8', bytes(file)],
    ['UTF-8 with a mark', bytes(`\uFEFF${file}`)],
    ['a string with a mark', `\uFEFF${file}`],
    ['UTF-16, little endian', utf16(true)],
    ['UTF-16, big endian', utf16(false)],
  ])('%s', (_, encoded) => {
    const read = readFile('x', encoded)
    expect(read.ok && read.value.shapes[0]!.text).toBe('é😀')
  })

  test('[B80] half a surrogate pair in a text and in an id', () => {
    const file = scene([textElement('TEXT', { id: 'ID' })])
      .replaceAll('TEXT', 'a\\ud800b')
      .replace('ID', '\\udc00')
    const { shapes, changed } = importFile(file)
    expect(shapes[0]!.text).toBe('a\uFFFDb')
    expect(changed).toMatchObject([{ id: '\uFFFD', codes: ['new-id'] }])
  })
})

describe('[B67] numbers', () => {
  /** A scene of one rectangle with a value written as in the file, for what JSON has no number for. */
  const withValue = (key: string, json: string) =>
    importFile(scene([element('rectangle', { [key]: 'VALUE' })]).replace('"VALUE"', json))

  test.each(['1e999', '-1e999', '1e308', '"5"', 'null', '[]', '{}', 'true'])(
    '%s for a place or a size',
    (json) => {
      for (const key of ['x', 'y', 'width', 'height', 'angle', 'strokeWidth', 'opacity']) {
        const board = withValue(key, json)
        const shape = only(board, 'rectangle')
        expect(validateShape(shape).ok).toBe(true)
        expect(shape.geo.every(Number.isFinite)).toBe(true)
        expect(board.changed).toHaveLength(1)
      }
    },
  )

  test('clamped to the limits', () => {
    expect(only(withValue('x', '1e308'), 'rectangle').geo[0]).toBe(MAX_COORDINATE)
    expect(only(withValue('width', '1e308'), 'rectangle').geo[2]).toBe(MAX_SIZE)
    expect(only(withValue('opacity', '-5'), 'rectangle').style.opacity).toBe(0)
    expect(only(withValue('opacity', '500'), 'rectangle').style.opacity).toBe(1)
    expect(only(importScene(textElement('a', { fontSize: 1e9 })), 'text').style.size).toBe(MAX_FONT_SIZE)
    expect(Object.is(only(withValue('x', '-0'), 'rectangle').geo[0], 0)).toBe(true)
  })

  test('a negative size is turned over, a zero size stays', () => {
    const turned = importScene(element('ellipse', { x: 100, y: 50, width: -40, height: -10 }))
    expect(only(turned, 'ellipse').geo).toEqual([60, 40, 40, 10, 0])
    expect(turned.changed).toMatchObject([{ codes: ['negative-size'] }])
    expect(importScene(element('ellipse', { width: 0, height: 0 })).changed).toEqual([])
  })

  test('points that are none are left out, those far away brought near', () => {
    const points = [[0, 0], ['5', 1], null, [null, 2], [1e308, -1e308], [10, 10]] // prettier-ignore
    for (const type of ['line', 'arrow', 'freedraw'] as const) {
      const board = importScene(lineElement(type, points as number[][]))
      expect(board.imported).toBe(1)
      expect(board.changed[0]!.codes).toEqual(expect.arrayContaining(['bad-number', 'clamped']))
      for (const shape of board.shapes) expect(validateShape(shape).ok).toBe(true)
    }
  })

  test.each(['line', 'arrow', 'freedraw'] as const)('a %s without points is named', (type) => {
    for (const points of [[], 'x', undefined]) {
      const board = importScene(element(type, { points }))
      expect(board.shapes).toEqual([])
      expect(board.skipped).toMatchObject([{ type, codes: ['no-points'] }])
    }
  })

  const spiral = (count: number) =>
    Array.from({ length: count }, (_, i) => [Math.cos(i) * (i % 977), Math.round(Math.sin(i) * (i % 977))])

  test('a stroke of a million points goes on in the next shapes', { timeout: 60_000 }, () => {
    const board = importScene(lineElement('freedraw', spiral(1_000_000)))
    const count = board.shapes.reduce((sum, shape) => sum + pointsOf(shape).length, 0)
    expect(count).toBeGreaterThanOrEqual(1_000_000)
    expect(board.changed).toMatchObject([{ codes: ['split'] }])
  })

  test.each(['line', 'arrow'] as const)('a %s of too many points is simplified', (type) => {
    const board = importScene(lineElement(type, spiral(100_000)))
    expect(only(board, type)).toBeDefined()
    expect(board.changed).toMatchObject([{ codes: ['simplified'] }])
  })

  test('a text of a megabyte is cut', () => {
    const board = importScene(textElement('word '.repeat(200_000)))
    expect(only(board, 'text').text).toHaveLength(100_000)
    expect(board.changed[0]!.codes).toContain('shortened')
  })
})

describe('[B69] ids', () => {
  test('twice, missing, not allowed, a megabyte long, the name of a prototype', () => {
    const { id: _, ...nameless } = element('rectangle')
    const board = importScene(
      element('rectangle', { id: 'a' }),
      element('ellipse', { id: 'a' }),
      nameless,
      element('rectangle', { id: 'with space' }),
      element('rectangle', { id: 'x'.repeat(1_000_000) }),
      element('rectangle', { id: '__proto__' }),
      element('rectangle', { id: 'constructor' }),
      element('rectangle', { id: 7 }),
    )
    expect(board.imported).toBe(8)
    expect(new Set(board.shapes.map(({ id }) => id)).size).toBe(8)
    expect(board.shapes.every((shape) => validateShape(shape).ok)).toBe(true)
    expect(board.changed.map(({ codes }) => codes)).toEqual(Array(7).fill(['new-id']))
    expect(board.changed.every(({ id }) => id.length <= 100)).toBe(true)
  })

  test('[B83] a payload with `__proto__` changes no prototype', () => {
    const file = scene([element('rectangle')]).replace(
      '"elements":[{',
      '"__proto__":{"polluted":1},"elements":[{"__proto__":{"type":"text","polluted":1},',
    )
    const board = importFile(file)
    expect(only(board, 'rectangle').style).not.toHaveProperty('polluted')
    expect({}).not.toHaveProperty('polluted')
  })

  test('[B83] a clipboard of Excalidraw is read like a scene', () => {
    const clipboard = JSON.stringify({
      type: 'excalidraw/clipboard',
      elements: [element('diamond')],
      files: {},
    })
    expect(importFile(clipboard).imported).toBe(1)
  })
})
