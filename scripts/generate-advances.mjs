/**
 * Writes `lib/shapes/text/advances.json`: how wide each glyph of the bundled fonts is, so that text breaks into
 * the same lines in the browser, in an export and on the server. Run after raising a font package:
 * `node scripts/generate-advances.mjs` (`--check` only says whether the file is up to date).
 *
 * Format, per font: `ascent`, `descent` and `advances` in thousandths of an em; `advances` is a list of
 * `[first code point, "w w w*count …"]` for consecutive code points.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSync } from 'fontkit'

const TARGET = 'lib/shapes/text/advances.json'
const WEIGHT = 400
const FONTS = {
  hand: 'shantell-sans',
  plain: 'inter',
  serif: 'source-serif-4',
  mono: 'jetbrains-mono',
}

/** The faces that the package's own style sheet declares: file and the code points the browser uses it for. */
function facesOf(name) {
  const folder = join('node_modules/@fontsource-variable', name)
  const css = readFileSync(join(folder, 'index.css'), 'utf8')
  return [...css.matchAll(/@font-face\s*{([^}]*)}/g)].map(([, rule]) => ({
    file: join(folder, /url\(([^)]+)\)/.exec(rule)[1]),
    ranges: /unicode-range:\s*([^;]+)/
      .exec(rule)[1]
      .split(',')
      .map((range) => /U\+([0-9A-F]+)(?:-([0-9A-F]+))?/i.exec(range.trim()))
      .map(([, from, to]) => [parseInt(from, 16), parseInt(to ?? from, 16)]),
  }))
}

function advancesOf(name) {
  const widths = new Map()
  let metrics
  for (const { file, ranges } of facesOf(name)) {
    const face = openSync(file)
    const perEm = 1000 / face.unitsPerEm
    metrics = { ascent: Math.round(face.ascent * perEm), descent: Math.round(-face.descent * perEm) }
    // The tables are read directly: fontkit's own variation of a woff2 face throws on composite glyphs.
    face.variationCoords = Object.keys(face.variationAxes).map((axis) =>
      axis === 'wght' ? WEIGHT : face.variationAxes[axis].default,
    )
    const variation = face.HVAR ? face._variationProcessor : null
    const { metrics: advances } = face.hmtx
    const advanceOf = (glyph) =>
      advances.get(Math.min(glyph, advances.length - 1)).advance +
      (variation?.getAdvanceAdjustment(glyph, face.HVAR) ?? 0)
    for (const code of face.characterSet) {
      if (!ranges.some(([from, to]) => code >= from && code <= to)) continue
      widths.set(code, Math.round(advanceOf(face._cmapProcessor.lookup(code)) * perEm))
    }
  }
  return { ...metrics, advances: runs([...widths].sort(([a], [b]) => a - b)) }
}

/** `[code, width]` pairs as runs of consecutive codes, repeated widths counted. */
function runs(pairs) {
  const found = []
  for (const [code, width] of pairs) {
    const run = found.at(-1)
    if (run && run.first + run.widths.length === code) run.widths.push(width)
    else found.push({ first: code, widths: [width] })
  }
  return found.map(({ first, widths }) => {
    const words = []
    for (let i = 0; i < widths.length;) {
      let count = 1
      while (widths[i + count] === widths[i]) count++
      words.push(count === 1 ? `${widths[i]}` : `${widths[i]}*${count}`)
      i += count
    }
    return [first, words.join(' ')]
  })
}

const tables = Object.fromEntries(Object.entries(FONTS).map(([font, name]) => [font, advancesOf(name)]))
const text = `${JSON.stringify(tables)}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} does not fit the installed fonts: run node scripts/generate-advances.mjs`)
    process.exit(1)
  }
} else {
  writeFileSync(TARGET, text)
  console.log(`${TARGET}: ${(text.length / 1024).toFixed(1)} KiB`)
}
