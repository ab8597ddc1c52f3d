import { describe, expect, test } from 'vitest'
import { pointsOf } from '../../board/points'
import { layoutText } from '../../shapes/text/layout'
import { element, importScene, lineElement, only, textElement } from './scene.fixture'

describe('boxes', () => {
  test.each(['rectangle', 'diamond', 'ellipse'])('%s keeps its place, its size and its angle', (type) => {
    const board = importScene(element(type, { angle: 0.5 }))
    const shape = only(board, type)
    expect(shape.id).toBe(`${type}-1`)
    expect(shape.geo).toEqual([100, 200, 160, 80, 0.5])
    expect(board).toMatchObject({ imported: 1, changed: [], skipped: [] })
  })

  test('style: colours, fill, width, dash, opacity, roughness, corners', () => {
    const { style } = only(
      importScene(
        element('rectangle', {
          strokeColor: '#e03131',
          backgroundColor: '#a5d8ff',
          fillStyle: 'hachure',
          strokeWidth: 4,
          strokeStyle: 'dashed',
          opacity: 40,
          roughness: 2,
          roundness: { type: 3 },
        }),
      ),
      'rectangle',
    )
    expect(style).toEqual({
      stroke: 'red', fill: 'blue', fillStyle: 'hatch', width: 4, dash: 'dashed', opacity: 0.4, roughness: 2, round: true,
    }) // prettier-ignore
  })

  test('the older spelling of round corners', () => {
    const { roundness: _, ...old } = element('rectangle', { strokeSharpness: 'round' })
    expect(only(importScene(old), 'rectangle').style.round).toBe(true)
    expect(only(importScene({ ...old, strokeSharpness: 'sharp' }), 'rectangle').style.round).toBe(false)
  })

  test.each(['cross-hatch', 'zigzag', 'dots'])('%s is hatching, and that is said', (fillStyle) => {
    const board = importScene(element('ellipse', { backgroundColor: '#ffc9c9', fillStyle }))
    expect(only(board, 'ellipse').style.fillStyle).toBe('hatch')
    expect(board.changed).toMatchObject([{ type: 'ellipse', id: 'ellipse-1', codes: ['fill-style'] }])
  })
})

describe('lines', () => {
  test('a line has its points, straight or through a curve', () => {
    const points = [[0, 0], [40, -20], [80, 30]] // prettier-ignore
    const board = importScene(lineElement('line', points))
    const line = only(board, 'line')
    expect(line.geo).toEqual([100, 180, 80, 50, 0])
    expect(pointsOf(line)).toEqual([[0, 20, 0.5], [40, 0, 0.5], [80, 50, 0.5]]) // prettier-ignore
    expect(line.data.curve).toBe('straight')
    const smooth = importScene(lineElement('line', points, { roundness: { type: 2 } }))
    expect(only(smooth, 'line').data.curve).toBe('smooth')
  })

  test('a loop is closed, and only a closed line is filled', () => {
    const loop = [[0, 0], [40, 0], [40, 40], [0, 0]] // prettier-ignore
    const closed = only(importScene(lineElement('line', loop, { backgroundColor: '#ffec99' })), 'line')
    expect(closed.data.closed).toBe(true)
    expect(closed.style.fill).toBe('yellow')
    expect(pointsOf(closed)).toHaveLength(3)
    const open = only(
      importScene(lineElement('line', loop.slice(0, 3), { backgroundColor: '#ffec99' })),
      'line',
    )
    expect(open.data.closed).toBeUndefined()
    expect(open.style.fill).toBeUndefined()
    const polygon = lineElement('line', loop.slice(0, 3), { polygon: true })
    expect(only(importScene(polygon), 'line').data.closed).toBe(true)
  })

  test('a turned curve turns about the middle of what is drawn, not of its vertices', () => {
    const points = [[0, 0], [10, 90], [100, 0]] // prettier-ignore
    const props = { x: 0, y: 0, angle: Math.PI, roundness: { type: 2 } }
    const [x] = only(importScene(lineElement('line', points, props)), 'line').geo
    // Its first half is the Bézier curve 0, 10 / 6, 10 - 100 / 6, 10 in x, which reaches left of all vertices.
    const reached = Array.from({ length: 1_001 }, (_, i) => i / 1_000).map(
      (t) => 3 * (1 - t) ** 2 * t * (10 / 6) + 3 * (1 - t) * t ** 2 * (10 - 100 / 6) + t ** 3 * 10,
    )
    const left = Math.min(...reached)
    expect(left).toBeLessThan(-0.5)
    // Half a turn about (left + 100) / 2 brings the vertices' box from 0…100 to left…left + 100.
    expect(x).toBeCloseTo(left, 1)
  })

  test('every kind of arrow head', () => {
    const heads = [
      ['arrow', 'arrow'], ['bar', 'bar'], ['dot', 'dot'], ['circle', 'dot'], ['triangle', 'triangle'],
      ['diamond', 'diamond'], [null, 'none'],
    ] as const // prettier-ignore
    for (const [theirs, ours] of heads) {
      const board = importScene(lineElement('arrow', [[0, 0], [90, 0]], { endArrowhead: theirs })) // prettier-ignore
      expect(only(board, 'arrow').data.heads).toEqual({ start: 'none', end: ours })
      expect(board.changed).toEqual([])
    }
    const near = ['circle_outline', 'triangle_outline', 'diamond_outline', 'crowfoot_one', 'crowfoot_many',
      'crowfoot_one_or_many', 'cardinality_zero_or_many', 'something new'] // prettier-ignore
    for (const endArrowhead of near) {
      const board = importScene(lineElement('arrow', [[0, 0], [90, 0]], { endArrowhead })) // prettier-ignore
      expect(only(board, 'arrow').data.heads!.end).not.toBe('none')
      expect(board.changed).toMatchObject([{ codes: ['arrow-head'] }])
    }
  })

  test('a turned arrow is written as it lies', () => {
    const board = importScene(lineElement('arrow', [[0, 0], [100, 0]], { angle: Math.PI / 2 })) // prettier-ignore
    const { geo, data } = only(board, 'arrow')
    expect(geo[0]).toBeCloseTo(150)
    expect(geo[1]).toBeCloseTo(150)
    expect(geo.slice(2)).toEqual([0, 0, 0])
    expect(data.start).toEqual({ point: [expect.closeTo(0), expect.closeTo(0)] })
    expect(data.end).toEqual({ point: [expect.closeTo(0), expect.closeTo(100)] })
  })

  test('an elbow arrow keeps its corners', () => {
    const points = [[0, 0], [50, 0], [50, 80], [120, 80]] // prettier-ignore
    const board = importScene(lineElement('arrow', points, { elbowed: true, roundness: { type: 2 } }))
    const { data } = only(board, 'arrow')
    expect(data.curve).toBe('straight')
    expect(data.mid).toEqual([[50, 0], [50, 80]]) // prettier-ignore
  })
})

describe('freehand', () => {
  const points = [[0, 0], [10, 5], [20, 0]] // prettier-ignore

  test('pressure of the pen is kept', () => {
    const board = importScene(
      lineElement('freedraw', points, { pressures: [0, 1, 0.25], simulatePressure: false }),
    )
    const pressures = pointsOf(only(board, 'pen')).map(([, , pressure]) => pressure)
    expect(pressures).toEqual([0, 1, expect.closeTo(0.25, 2)])
  })

  test('a mouse has no pressure', () => {
    const board = importScene(
      lineElement('freedraw', points, { pressures: [0.1, 1, 0.1], simulatePressure: true }),
    )
    expect(pointsOf(only(board, 'pen')).every(([, , pressure]) => pressure === 0.5)).toBe(true)
  })

  test('a dot is a stroke of one point', () => {
    expect(pointsOf(only(importScene(lineElement('freedraw', [[0, 0]])), 'pen'))).toHaveLength(1) // prettier-ignore
  })

  test('a filled loop is a stroke over what it encloses, together', () => {
    const loop = [[0, 0], [50, 0], [50, 50], [1, 1]] // prettier-ignore
    const board = importScene(lineElement('freedraw', loop, { backgroundColor: '#b2f2bb' }))
    const [group, area, pen] = ['group', 'line', 'pen'].map((type) => only(board, type))
    expect(pen!.id).toBe('freedraw-1')
    expect([area!.parent, pen!.parent]).toEqual([group!.id, group!.id])
    expect(area!.style).toMatchObject({ stroke: 'none', fill: 'green' })
    expect(area!.order < pen!.order).toBe(true)
    expect(board.imported).toBe(1)
  })

  test('a stroke longer than one shape goes on in the next, from the same point', () => {
    const long = Array.from({ length: 9_000 }, (_, i) => [i / 2, Math.sin(i / 20) * 40])
    const board = importScene(lineElement('freedraw', long))
    const pens = board.shapes
      .filter(({ type }) => type === 'pen')
      .sort((a, b) => (a.order < b.order ? -1 : 1))
    expect(pens).toHaveLength(3)
    expect(board.changed).toMatchObject([{ codes: ['split'] }])
    const ends = pens.map((pen) => {
      const page = pointsOf(pen).map(([x]) => x + pen.geo[0])
      return [page[0], page.at(-1)]
    })
    expect(ends[0]![1]).toBeCloseTo(ends[1]![0]!, 1)
    expect(ends[1]![1]).toBeCloseTo(ends[2]![0]!, 1)
    expect(ends[2]![1]).toBeCloseTo(100 + 8_999 / 2, 1)
  })
})

describe('text', () => {
  test('keeps what was typed, its font, its size and its colour', () => {
    const board = importScene(
      textElement('un\ndeux', { fontFamily: 3, fontSize: 28, strokeColor: '#2f9e44', textAlign: 'right' }),
    )
    const text = only(board, 'text')
    expect(text.text).toBe('un\ndeux')
    expect(text.style).toMatchObject({ font: 'mono', size: 28, align: 'right', ink: 'green' })
    expect(text.data.wrap).toBe('auto')
  })

  test.each([
    [1, 'hand'], [2, 'plain'], [3, 'mono'], [4, 'plain'], [5, 'hand'], [6, 'plain'], [7, 'plain'], [8, 'mono'],
    [9, 'plain'], [10, 'plain'], [99, 'plain'],
  ])('font %i is %s', (fontFamily, font) => {
    expect(only(importScene(textElement('a', { fontFamily })), 'text').style.font).toBe(font)
  }) // prettier-ignore

  test.each(['left', 'center', 'right'] as const)('in our font it stays where it was: %s', (textAlign) => {
    const board = importScene(textElement('Some words', { textAlign, width: 130 }))
    const [x, y, w, h] = only(board, 'text').geo
    const { width, height } = layoutText('Some words', { font: 'hand', size: 20 })
    expect([w, h]).toEqual([width, height])
    const share = { left: 0, center: 0.5, right: 1 }[textAlign]
    expect(x + w * share).toBeCloseTo(100 + 130 * share)
    expect(y + h / 2).toBeCloseTo(200 + 12.5)
  })

  test('a text of fixed width breaks its lines itself', () => {
    const wrapped = { text: 'one two\nthree', originalText: 'one two three', autoResize: false, width: 90 }
    const text = only(importScene(textElement('', wrapped)), 'text')
    expect(text.text).toBe('one two three')
    expect(text.data.wrap).toBe('fixed')
    expect(text.geo[2]).toBe(90)
  })

  test('the font of very old files', () => {
    const { fontSize: _, fontFamily: __, ...old } = textElement('old', { font: '36px Cascadia' })
    expect(only(importScene(old), 'text').style).toMatchObject({ font: 'mono', size: 36 })
  })
})

describe('what we have no shape for', () => {
  test('a picture leaves a box in its place, and that is said', () => {
    const board = importScene(element('image', { fileId: 'abc', status: 'saved', scale: [1, 1] }))
    expect(only(board, 'rectangle').geo).toEqual([100, 200, 160, 80, 0])
    expect(board.changed).toMatchObject([{ type: 'image', codes: ['image'] }])
    expect(board.imported).toBe(1)
  })

  test.each(['embeddable', 'iframe'])('%s is a box with its link', (type) => {
    const board = importScene(element(type, { link: 'https://example.org/a?b=c' }))
    const box = only(board, 'rectangle')
    expect(box.data.link).toBe('https://example.org/a?b=c')
    expect(box.text).toBe('https://example.org/a?b=c')
    expect(board.changed).toMatchObject([{ type, codes: ['embed'] }])
  })

  test('a selection box, a deleted element and an unknown kind are named and not drawn', () => {
    const board = importScene(
      element('selection'),
      element('rectangle', { isDeleted: true }),
      element('hologram', { id: 'h' }),
    )
    expect(board.shapes).toEqual([])
    expect(board.skipped.map(({ type, id, codes }) => [type, id, codes])).toEqual([
      ['selection', 'selection-1', ['selection-box']],
      ['rectangle', 'rectangle-1', ['deleted']],
      ['hologram', 'h', ['unknown-type']],
    ])
  })

  test('locks are not taken over, and that is said', () => {
    expect(importScene(element('rectangle', { locked: true })).changed).toMatchObject([{ codes: ['locked'] }])
  })
})

test('[B74] only links that can be opened safely are kept', () => {
  const link = (value: unknown) =>
    only(importScene(element('rectangle', { link: value })), 'rectangle').data.link
  expect(link('https://example.org/x')).toBe('https://example.org/x')
  expect(link('mailto:a@example.org')).toBe('mailto:a@example.org')
  const bad = ['javascript:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:alert(1)', 'data:text/html,x',
    'vbscript:x', '//evil.example', 'http://bank.example@evil.example/', `https://e.org/${'a'.repeat(100_000)}`] // prettier-ignore
  for (const value of bad) {
    expect(link(value)).toBeUndefined()
    expect(importScene(element('rectangle', { link: value })).changed).toMatchObject([
      { codes: ['bad-link'] },
    ])
  }
})
