import { expect, test } from '@playwright/test'
import { build } from 'esbuild'

const SAMPLES = [
  'The quick brown fox jumps over the lazy dog, 0123456789.',
  'Office fi ffl -> != === AVATo',
  'Éà çœur Łódź ěščřž',
  'Привет, мир',
  'Tiếng Việt',
  '“quotes” – — … € ™ •',
]
const FONTS = ['hand', 'plain', 'serif', 'mono'] as const
/** A hundredth: less than the room that a stored box leaves. */
const TOLERANCE = 0.01

/** What the page does: measure as `CanvasSurface` paints, and by the tables that every reader breaks lines with. */
const SCRIPT = `
  import '@fontsource-variable/inter'
  import '@fontsource-variable/jetbrains-mono'
  import '@fontsource-variable/shantell-sans'
  import '@fontsource-variable/source-serif-4'
  import { fontCss, metricsOf } from './lib/shapes/text/advances'
  import { measureText } from './lib/shapes/text/layout'

  window.measured = async (font, text) => {
    await document.fonts.load(fontCss(font, 100), text)
    const context = document.createElement('canvas').getContext('2d')
    context.font = fontCss(font, 100)
    context.fontKerning = 'none'
    context.textRendering = 'optimizeSpeed'
    const { width, fontBoundingBoxAscent, fontBoundingBoxDescent } = context.measureText(text)
    const { ascent, descent } = metricsOf(font)
    return {
      browser: { width, ascent: fontBoundingBoxAscent, descent: fontBoundingBoxDescent },
      tables: { width: measureText(text, { font, size: 100 }), ascent: ascent * 100, descent: descent * 100 },
    }
  }
`

declare global {
  interface Window {
    measured(
      font: string,
      text: string,
    ): Promise<Record<'browser' | 'tables', { width: number; ascent: number; descent: number }>>
  }
}

test('the browser measures text as the tables say, in every bundled font', async ({ page }) => {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    outdir: 'unused',
    format: 'iife',
    loader: { '.woff2': 'dataurl' },
    logLevel: 'error',
  })
  const [js, css] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.text)
  await page.setContent('<!doctype html><title>Text metrics</title>')
  await page.addStyleTag({ content: css! })
  await page.addScriptTag({ content: js! })
  for (const font of FONTS) {
    for (const text of SAMPLES) {
      const { browser, tables } = await page.evaluate(([f, t]) => window.measured(f, t), [
        font,
        text,
      ] as const)
      const off = Math.abs(tables.width - browser.width) / browser.width
      expect(off, `${font}: ${text}`).toBeLessThan(TOLERANCE)
      // Canvas rounds these to whole pixels, of a font of 100.
      expect(Math.abs(tables.ascent - browser.ascent), `${font} ascent`).toBeLessThanOrEqual(1)
      expect(Math.abs(tables.descent - browser.descent), `${font} descent`).toBeLessThanOrEqual(1)
    }
  }
})
