import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ShapeId } from '../../board/ids'
import { ARROW_HEADS, FONTS, INKS, type ShapeRecord, type Style } from '../../board/shape'
import { RecordView } from '../../board/view'
import { PAINTED_TYPES, sample } from '../../shapes/samples.fixture'
import { framedBox, pictureBox, sizeOf, type Picture } from '../picture'
import { fontFilesIn, filesNeeded, holds } from './fonts'
import { drawSvg } from './write'

const pictureOf = (view: RecordView, more: Partial<Picture> = {}): Picture => ({
  wanted: null,
  box: framedBox(pictureBox(view, null)),
  theme: 'paper',
  background: '#ffffff',
  ...more,
})
const svgOf = (records: readonly ShapeRecord[], more: Partial<Picture> = {}): string => {
  const view = new RecordView(records)
  return drawSvg(view, pictureOf(view, more)).write([])
}

/** What is wrong with a text as XML, or null: tags that match, attributes in quotes, no stray `<` or `&`. */
function flaw(xml: string): string | null {
  const open: string[] = []
  const tag = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y
  for (let at = 0; at < xml.length;) {
    if (xml[at] !== '<') {
      const next = xml.indexOf('<', at)
      const text = xml.slice(at, next === -1 ? undefined : next)
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) return `a stray & in ${text.slice(0, 40)}`
      if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return 'a control character'
      if (next === -1) break
      at = next
      continue
    }
    tag.lastIndex = at
    const found = tag.exec(xml)
    if (!found) return `no tag at ${xml.slice(at, at + 60)}`
    const [whole, isEnd, name, , isEmpty] = found
    if (isEnd) {
      if (open.pop() !== name) return `${name} ends what it did not begin`
    } else if (!isEmpty) open.push(name!)
    at += whole.length
  }
  return open.length > 0 ? `${open.join(' ')} is never ended` : null
}

const HOSTILE = [
  '</text><script>alert(1)</script>',
  '"><image href="https://evil.example/x.png"/>',
  "' onload='alert(1)",
  ']]>&lt;&#0;&unknown;',
  'a\u0000b\u0008c\ud800d\uffff',
  '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
]

test('hostile texts and colours are only ever text: well-formed, without scripts, links and handlers', () => {
  const bad = '"/><script>alert(1)</script>' as Style['stroke'] & string
  const records = PAINTED_TYPES.flatMap((type, i) =>
    HOSTILE.map((text, k) =>
      sample(type, {
        id: `s${i}-${k}` as ShapeId,
        text,
        // Drafts and tests can hold what the document would refuse.
        style: { stroke: bad, fill: bad, ink: bad as never, font: 'hand' },
        data: { ...sample(type).data, link: 'javascript:alert(1)' },
      }),
    ),
  )
  const svg = svgOf(records, { background: '"><script>x</script>' })
  expect(flaw(svg)).toBeNull()
  const names = (pattern: RegExp) => [...new Set([...svg.matchAll(pattern)].map(([, name]) => name))]
  expect(names(/<(\w+)/g).sort()).toEqual(['g', 'path', 'rect', 'style', 'svg', 'text'])
  expect(names(/\s([\w:-]+)="/g).filter((name) => /^on|href|src/.test(name!))).toEqual([])
})

const styles = fc.record(
  {
    stroke: fc.constantFrom(...INKS, 'none' as const, '#12abEF' as const),
    fill: fc.constantFrom(...INKS, 'none' as const),
    fillStyle: fc.constantFrom('solid' as const, 'hatch' as const),
    width: fc.integer({ min: 1, max: 400 }),
    dash: fc.constantFrom('solid' as const, 'dashed' as const, 'dotted' as const),
    opacity: fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
    font: fc.constantFrom(...FONTS),
    round: fc.boolean(),
    roughness: fc.constantFrom(0 as const, 1 as const, 2 as const),
  },
  { requiredKeys: [] },
)

test('any shape in any style, turned and nested, is well-formed and holds only finite numbers', () => {
  let painted = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...PAINTED_TYPES), styles, fc.string({ unit: 'binary' })), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.array(fc.integer({ min: -90_000, max: 90_000 }), { minLength: 5, maxLength: 5 }),
      fc.constantFrom(...ARROW_HEADS),
      (list, [x = 0, y = 0, w = 0, h = 0, turn = 0], head) => {
        const frame = sample('frame', { id: 'frame' as ShapeId, text: '<&>' })
        const records = list.map(([type, style, text], i) =>
          sample(type, {
            id: `s${i}` as ShapeId,
            style,
            text,
            geo: [x, y, Math.abs(w), Math.abs(h), turn / 1_000],
            parent: i % 2 === 0 ? frame.id : null,
            data: { ...sample(type).data, heads: { start: head, end: head } },
          }),
        )
        const svg = svgOf([frame, ...records])
        expect(flaw(svg)).toBeNull()
        expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
        painted += svg.split('<path').length
      },
    ),
    { numRuns: 60 },
  )
  expect(painted).toBeGreaterThan(200)
})

test('what is in a frame is cut to it, and a marker blends with what is below the frame, not only in it', () => {
  const frame = sample('frame', { geo: [0, 0, 100, 100, 0] })
  const marker = sample('marker', { parent: frame.id, geo: [50, 50, 160, 90, 0] })
  const svg = svgOf([frame, marker])
  expect(svg).toMatch(/<g clip-path="url\(#a\d+\)" style="mix-blend-mode:multiply">/)
  expect(svg).toContain('<clipPath id="a0"><rect')
  expect(svgOf([frame, marker], { theme: 'slate' })).toContain('mix-blend-mode:screen')
})

test('a selection is drawn without the rest, a frame and a group with all that is inside', () => {
  const group = sample('group', { id: 'g' as ShapeId })
  const inside = sample('ellipse', { id: 'e' as ShapeId, parent: group.id, style: { stroke: 'red' } })
  const other = sample('diamond', { id: 'd' as ShapeId, style: { stroke: 'blue' } })
  const view = new RecordView([group, inside, other])
  const wanted = new Set([group.id])
  const box = framedBox(pictureBox(view, wanted))
  const svg = drawSvg(view, pictureOf(view, { wanted, box })).write([])
  expect(svg).toContain('#C2362F')
  expect(svg).not.toContain('#2461B6')
  expect(pictureBox(view, new Set(['nothing' as ShapeId]))).toBeNull()
})

test('without a background nothing is painted behind; an empty board is a small sheet', () => {
  expect(svgOf([], { background: null })).not.toContain('<rect')
  expect(svgOf([])).toContain('<rect width="100%" height="100%" fill="#ffffff"/>')
  expect(flaw(svgOf([]))).toBeNull()
})

test('texts keep their spaces and the width they were laid out with', () => {
  const svg = svgOf([sample('text', { text: 'two  spaces', geo: [0, 0, 200, 30, 0] })])
  expect(svg).toContain('>two  spaces</text>')
  expect(svg).toMatch(/textLength="\d/)
  expect(svg).toContain('white-space:pre')
})

const SHEET = `
/* latin */ @font-face { font-family: 'Inter Variable'; font-style: normal; font-weight: 100 900;
  src: url(./files/inter-latin.woff2) format('woff2-variations'); unicode-range: U+0000-00FF,U+0131,U+4??; }
@font-face { font-family: 'Shantell Sans Variable'; src: url("/x.woff2"); unicode-range: U+0400-04FF }`

test('a sheet whose files are in it is read too, as browsers write it', () => {
  const sheet = `@font-face { font-family: "Inter Variable"; src: url("data:font/woff2;base64,AA==") format("woff2"); }`
  expect(fontFilesIn(sheet)).toEqual([
    { family: 'Inter Variable', url: 'data:font/woff2;base64,AA==', range: '', weight: 'normal' },
  ])
})

test('a picture embeds the files that its characters need and no others', () => {
  const files = fontFilesIn(SHEET)
  expect(files.map(({ family, url, weight }) => [family, url, weight])).toEqual([
    ['Inter Variable', './files/inter-latin.woff2', '100 900'],
    ['Shantell Sans Variable', '/x.woff2', 'normal'],
  ])
  const needed = (font: 'plain' | 'hand', text: string) =>
    filesNeeded(files, new Map([[font, new Set(text)]])).map(({ url }) => url)
  expect(needed('plain', 'abc')).toEqual(['./files/inter-latin.woff2'])
  expect(needed('plain', '日')).toEqual([])
  expect(needed('hand', 'abc')).toEqual([])
  expect(needed('hand', 'привет')).toEqual(['/x.woff2'])
  expect(holds('U+0131', 'ı')).toBe(true)
  expect(holds('U+4??', '\u0455')).toBe(true)
  expect(holds('', 'x')).toBe(true)
  const view = new RecordView([sample('text', { text: 'hi', style: { font: 'plain' } })])
  const svg = drawSvg(view, pictureOf(view)).write([{ ...files[0]!, base64: 'AAAA' }])
  expect(svg).toContain(
    `font-family:'Inter Variable';font-weight:100 900;src:url(data:font/woff2;base64,AAAA)`,
  )
})

test('a picture that would be too large is drawn at the largest scale that fits', () => {
  expect(sizeOf({ x: 0, y: 0, w: 300.1, h: 100 }, 2, 1e6)).toEqual({ scale: 2, w: 600, h: 200 })
  const wide = sizeOf({ x: 0, y: 0, w: 1e6, h: 10 }, 3, 1e6)
  expect(wide.w).toBeLessThanOrEqual(16_384)
  expect(wide.h).toBe(1)
  const large = sizeOf({ x: 0, y: 0, w: 5_000, h: 5_000 }, 3, 4e6)
  expect(large.w * large.h).toBeLessThanOrEqual(4e6)
  expect(large.w).toBe(2_000)
})
