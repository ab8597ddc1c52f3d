import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FONTS } from '../../board/shape'
import { graphemesOf, missingGraphemes } from './advances'
import { caretAt, indexAt, layoutText, measureText } from './layout'

const plain = { font: 'plain', size: 20 } as const
const linesOf = (text: string, width?: number) =>
  layoutText(text, width === undefined ? plain : { ...plain, width }).lines.map((line) => line.text)

const words = fc.array(fc.constantFrom('a', 'word', 'long-winded', 'éclair', '日本語', '👍🏽', '  ', '\t', '\n', 'x'.repeat(30)), {
  maxLength: 30,
  size: 'max',
}) // prettier-ignore
const text = words.map((parts) => parts.join(' '))
const width = fc.integer({ min: 20, max: 400 })

test('breaks at spaces, which hang and are not painted', () => {
  const width = measureText('the quick', plain) + 1
  expect(linesOf('the quick   red fox', width)).toEqual(['the quick', 'red fox'])
})

test('keeps hard breaks, empty lines included, however they are written', () => {
  expect(linesOf('a\n\nb\r\nc\u2028d')).toEqual(['a', '', 'b', 'c', 'd'])
  expect(linesOf('')).toEqual([''])
})

test('breaks after a hyphen between letters, not before a number', () => {
  expect(linesOf('well-known', measureText('well-know', plain))).toEqual(['well-', 'known'])
  expect(linesOf('at -50 C', measureText('at -50', plain) - 1)).toEqual(['at', '-50 C'])
})

test('CJK breaks between characters, closing marks stay on their line', () => {
  expect(linesOf('日本語文', 45)).toEqual(['日本', '語文'])
  expect(linesOf('日本。', 45)).toEqual(['日', '本。'])
})

test('a word wider than the line is cut between graphemes, never inside one', () => {
  const family = '👨‍👩‍👧‍👦'
  expect(linesOf(family.repeat(3), 25)).toEqual([family, family, family])
  expect(linesOf('é'.repeat(4), measureText('é', plain) * 2 + 1)).toEqual(['éé', 'éé'])
})

test('no line is wider than the width, unless it is one grapheme; nothing but spaces is lost', () => {
  let broken = 0
  fc.assert(
    fc.property(text, width, (source, limit) => {
      const { lines } = layoutText(source, { ...plain, width: limit })
      for (const line of lines) {
        const isFit = line.width <= limit + 0.5
        expect(isFit || graphemesOf(line.text).length === 1).toBe(true)
        expect(source.slice(line.from, line.to).replaceAll('\t', '    ')).toContain(line.text)
      }
      const painted = lines.map((line) => line.text).join('')
      expect(painted.replaceAll(/\s/g, '')).toBe(source.replaceAll(/\s/g, ''))
      broken += lines.length - source.split('\n').length
    }),
  )
  expect(broken).toBeGreaterThan(500)
})

test('the width a text has by itself is one that it does not break at', () =>
  fc.assert(
    fc.property(text, fc.constantFrom(...FONTS), fc.integer({ min: 4, max: 90 }), (source, font, size) => {
      const free = layoutText(source, { font, size })
      const stored = Math.fround(free.naturalWidth)
      expect(layoutText(source, { font, size, width: stored }).lines.map((line) => line.text)).toEqual(
        free.lines.map((line) => line.text),
      )
    }),
  ))

test('alignment shares what is spare', () => {
  const wide = { ...plain, width: 200 }
  const own = measureText('word', plain)
  const at = (align: 'left' | 'center' | 'right') => layoutText('word', { ...wide, align }).lines[0]!.x
  expect([at('left'), at('center'), at('right')]).toEqual([0, (200 - own) / 2, 200 - own])
})

test('sizes scale everything alike', () => {
  const [small, large] = [
    layoutText('the quick brown fox', { ...plain, width: 100 }),
    layoutText('the quick brown fox', { ...plain, size: 200, width: 1000 }),
  ]
  expect(large.height).toBeCloseTo(small.height * 10)
  expect(large.lines.map((line) => line.text)).toEqual(small.lines.map((line) => line.text))
})

test('measured advances stand in for what the fonts lack', () => {
  expect(missingGraphemes('Añ Ω Привет', 'plain')).toEqual([])
  expect(missingGraphemes('漢字👍🏽 and 漢', 'plain')).toEqual(['漢', '字', '👍🏽'])
  expect(missingGraphemes('Ωμ', 'hand')).toEqual(['Ω', 'μ'])
  const advances = { 漢: 1.5 }
  expect(measureText('漢', { ...plain, advances })).toBe(30)
  expect(measureText('漢', plain)).toBe(20)
  expect(layoutText('漢漢', { ...plain, width: 45, advances }).lines).toHaveLength(2)
  expect(layoutText('漢漢', { ...plain, width: 45 }).lines).toHaveLength(1)
})

test('a caret at every index goes back to its index', () =>
  fc.assert(
    fc.property(text, width, (source, limit) => {
      const options = { ...plain, width: limit }
      let offset = 0
      for (const grapheme of graphemesOf(source)) {
        const { x, y, height, line } = caretAt(source, offset, options)
        const own = layoutText(source, options).lines[line]!
        const isVisible = offset < own.to && grapheme.trim() !== ''
        if (isVisible) expect(indexAt(source, x + 0.01, y + height / 2, options)).toBe(offset)
        offset += grapheme.length
      }
    }),
    { numRuns: 50 },
  ))

test('[B80] a million combining marks, or 100 000 characters, take no longer than a blink', () => {
  const from = performance.now()
  layoutText('a' + '\u0301'.repeat(100_000), { ...plain, width: 100 })
  layoutText('lorem ipsum '.repeat(8_000), { ...plain, width: 300 })
  expect(performance.now() - from).toBeLessThan(2_000)
})
