import { expect, test, type Page } from '@playwright/test'
import { build } from 'esbuild'

/** Share of pixels that anti-aliasing may make different. */
const MOST_DIFFERING = 0.01
const ZOOMS = [0.02, 0.06, 0.12, 0.25, 0.5, 0.8, 1, 1.6, 3, 9]

/**
 * A board in a page of its own: the engine with its tiles, and the same drawing code painting the same view directly.
 * Both are the product's; what is only for this test is the drawing that they show.
 */
const SCRIPT = `
  import '@fontsource-variable/shantell-sans'
  import '@fontsource-variable/inter'
  import * as Y from 'yjs'
  import { BoardDocument } from './lib/board/document'
  import { packPoints } from './lib/board/points'
  import { createEngine } from './lib/engine'
  import { Scene } from './lib/engine/scene/scene'
  import { snapped } from './lib/engine/navigation/camera'
  import { CanvasRaster } from './lib/engine/renderer/canvas-raster'
  import { devicePixels } from './lib/engine/renderer/canvas'
  import { lensOf } from './lib/engine/renderer/lens'
  import { pageThrough } from './lib/engine/renderer/region'
  import { ScenePainter } from './lib/engine/renderer/scene-painter'
  import { themeOf } from './lib/engine/renderer/theme'
  import { fontCss } from './lib/shapes/text/advances'

  const INKS = ['ink', 'red', 'blue', 'green', 'violet', 'orange']
  const ink = (i) => INKS[i % INKS.length]
  const shape = (id, type, geo, style = {}, more = {}) =>
    ({ do: 'create', shape: { id, type, geo, style, order: 'a' + String(id).padStart(6, '0') + 'V', parent: null, data: {}, ...more } })
  const wave = (turn) => packPoints(Array.from({ length: 50 }, (_, i) =>
    [i * 3, 30 + 25 * Math.sin(i / 4 + turn), 0.3 + 0.4 * Math.abs(Math.sin(i / 9))]), { zoom: 1 })

  /** Every kind of shape, turned, translucent, hatched, by hand, nested in frames that cut them, tied by arrows. */
  function drawing() {
    const edits = [
      shape('f1', 'frame', [-420, -260, 400, 300, 0], {}, { text: 'A frame' }),
      shape('f2', 'frame', [150, 100, 260, 200, 0], {}, { parent: 'f1', text: 'Inside' }),
      shape('g1', 'group', [0, 0, 0, 0, 0]),
    ]
    for (let i = 0; i < 160; i++) {
      const [x, y] = [((i * 137) % 1400) - 700, ((i * 89) % 900) - 450]
      const parent = i % 11 === 0 ? 'f2' : i % 7 === 0 ? 'f1' : i % 13 === 0 ? 'g1' : null
      const at = parent === null || parent === 'g1' ? [x, y] : [(i * 31) % 380, (i * 17) % 280]
      const look = { stroke: ink(i), opacity: i % 5 === 0 ? 0.5 : 1, dash: ['solid', 'dashed', 'dotted'][i % 3], width: 1 + (i % 4) * 1.5 }
      const fill = { fill: i % 2 ? ink(i + 2) : 'none', fillStyle: i % 4 === 1 ? 'hatch' : 'solid' }
      const turn = i % 3 === 0 ? (i % 19) / 6 : 0
      const type = ['rectangle', 'ellipse', 'diamond', 'pen', 'marker', 'note', 'text', 'arrow', 'line'][i % 9]
      const id = 's' + i
      if (type === 'pen') edits.push(shape(id, type, [...at, 147, 50, turn], { stroke: ink(i), width: 2 + (i % 5) }, { parent, points: wave(i) }))
      else if (type === 'line') edits.push(shape(id, type, [...at, 147, 50, turn], look, { parent, points: wave(i), data: { curve: 'smooth' } }))
      else if (type === 'marker') edits.push(shape(id, type, [...at, 147, 50, 0], { stroke: 'yellow', width: 18 }, { parent, points: wave(i) }))
      else if (type === 'note') edits.push(shape(id, type, [...at, 150, 120, turn], { fill: ink(i) }, { parent, text: 'Note ' + i }))
      else if (type === 'text') edits.push(shape(id, type, [...at, 120, 30, turn], { ink: ink(i), size: 20 }, { parent, text: 'Text ' + i }))
      else if (type === 'arrow') edits.push(shape(id, type, [...at, 0, 0, 0], look, { data: { start: { shape: 's' + (i - 7), anchor: [0.5, 0.5] }, end: { point: [90, 60] }, heads: { end: 'triangle' } } }))
      else edits.push(shape(id, type, [...at, 60 + (i % 5) * 20, 40 + (i % 4) * 20, turn], { ...look, ...fill, roughness: i % 3 }, { parent, ...(i % 6 === 0 ? { text: 'In ' + i } : {}) }))
    }
    edits.push(shape('huge', 'rectangle', [-50000, 300, 100000, 40000, 0], { stroke: 'blue', width: 3, dash: 'dashed' }))
    edits.push(shape('flat', 'rectangle', [0, 0, 0, 0, 0], { stroke: 'red' }))
    return edits
  }

  const host = document.getElementById('host')
  const board = new BoardDocument(new Y.Doc())
  const engine = createEngine(board, { theme: 'paper' })
  let theme = 'paper'

  function picture(canvas) {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
    copy.drawImage(canvas, 0, 0)
    return copy.getImageData(0, 0, canvas.width, canvas.height).data
  }

  window.tiles = {
    async begin() {
      await Promise.all(['hand', 'plain'].map((font) => document.fonts.load(fontCss(font, 32), 'Abc')))
      const applied = board.apply(drawing())
      if (!applied.ok) throw new Error(JSON.stringify(applied.error))
      engine.attach(host)
      await engine.settled()
    },
    async look(x, y, zoom) {
      engine.view({ x, y, zoom })
      await engine.settled()
    },
    async dress(next) {
      theme = next
      engine.setTheme(next)
      await engine.settled()
    },
    /** A change by somebody, at once in view. */
    async edit(i) {
      const id = 's' + i
      const [x, y, w, h, turn] = board.get(id).geo
      const patch = i % 3 ? { geo: [x + 40, y - 25, w, h, turn] } : { order: 'zz' + i + 'V' }
      engine.apply([i % 8 === 7 ? { do: 'remove', id } : { do: 'patch', id, patch }])
      await engine.settled()
    },
    /** Share of pixels in which the tiles differ from the same view painted directly, and share that is not paper. */
    compare() {
      const scene = new Scene(board)
      const raster = new CanvasRaster(new ScenePainter(scene, themeOf(theme, host, null)))
      const size = { w: host.clientWidth, h: host.clientHeight }
      const { x, y } = engine.toPage({ x: 0, y: 0 })
      const lens = lensOf(snapped({ x, y, zoom: engine.state.getState().zoom }, devicePixelRatio), devicePixelRatio)
      const device = devicePixels(size, devicePixelRatio)
      const whole = { x: 0, y: 0, ...device }
      const direct = raster.blank(device)
      raster.paper(direct, whole, lens)
      const empty = picture(direct.canvas)
      const items = raster.itemsIn(pageThrough(lens, whole))
      raster.paint(direct, whole, lens, items, 0, items.length)
      const [expected, shown] = [picture(direct.canvas), picture(host.querySelector('canvas'))]
      if (shown.length !== expected.length) throw new Error('The canvases are of different sizes')
      let [differing, drawn] = [0, 0]
      for (let i = 0; i < shown.length; i += 4) {
        const is = (a, b) => Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 3
        if (is(shown, expected)) differing++
        if (is(expected, empty)) drawn++
      }
      scene.dispose()
      return { differing: (differing * 4) / shown.length, drawn: (drawn * 4) / shown.length }
    },
  }
`

interface Tiles {
  begin(): Promise<void>
  look(x: number, y: number, zoom: number): Promise<void>
  dress(theme: 'paper' | 'slate'): Promise<void>
  edit(i: number): Promise<void>
  compare(): { differing: number; drawn: number }
}
declare global {
  interface Window {
    tiles: Tiles
  }
}

let bundle: Promise<{ js: string; css: string }> | null = null
const bundled = () =>
  (bundle ??= build({
    stdin: { contents: SCRIPT, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    write: false,
    outdir: 'unused',
    format: 'iife',
    loader: { '.woff2': 'dataurl' },
    logLevel: 'error',
  }).then(({ outputFiles }) => {
    const [js, css] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.text)
    return { js: js!, css: css! }
  }))

async function show(page: Page): Promise<void> {
  const { js, css } = await bundled()
  await page.setContent(
    `<!doctype html><title>Tiles</title><style>body{margin:0}#host{position:absolute;inset:0;overflow:hidden}${css}</style><div id="host"></div>`,
  )
  await page.addScriptTag({ content: js })
  await page.evaluate(() => window.tiles.begin())
}

async function expectSame(page: Page, where: string): Promise<number> {
  const { differing, drawn } = await page.evaluate(() => window.tiles.compare())
  expect(differing, where).toBeLessThanOrEqual(MOST_DIFFERING)
  return drawn
}

for (const dpr of [1, 1.5]) {
  test.describe(`on a screen of ${dpr}`, () => {
    test.use({ deviceScaleFactor: dpr, viewport: { width: 901, height: 641 } })

    test('tiles are what painting directly gives: ten zooms, both themes, after pans and edits', async ({
      page,
    }) => {
      const errors: Error[] = []
      page.on('pageerror', (error) => errors.push(error))
      await show(page)
      let most = 0
      for (const theme of ['paper', 'slate'] as const) {
        await page.evaluate((next) => window.tiles.dress(next), theme)
        for (const zoom of ZOOMS) {
          const [x, y] = [-450 / zoom, -320 / zoom]
          await page.evaluate((to) => window.tiles.look(...to), [x, y, zoom] as const)
          most = Math.max(most, await expectSame(page, `${theme} at ${zoom}`))
          await page.evaluate((to) => window.tiles.look(...to), [
            x + 333.3 / zoom,
            y - 211.7 / zoom,
            zoom,
          ] as const)
          await expectSame(page, `${theme} at ${zoom}, moved`)
        }
      }
      expect(most).toBeGreaterThan(0.2)
      for (const zoom of [0.3, 1]) {
        await page.evaluate((to) => window.tiles.look(...to), [-450 / zoom, -320 / zoom, zoom] as const)
        for (let i = zoom === 1 ? 80 : 0; i < (zoom === 1 ? 96 : 16); i++) {
          await page.evaluate((which) => window.tiles.edit(which), i)
          await expectSame(page, `edit of ${i} at ${zoom}`)
        }
      }
      expect(errors).toEqual([])
    })
  })
}

test('a canvas that lost its context, a hidden page and another size are painted again', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 500 })
  await show(page)
  await page.evaluate(() => window.tiles.look(-350, -250, 1))
  await page.setViewportSize({ width: 1_000, height: 760 })
  await page.evaluate(() => window.tiles.look(-351, -250, 1))
  await expectSame(page, 'another size')
  await page.evaluate(() => {
    const canvas = document.querySelector('canvas')!
    canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height)
    canvas.dispatchEvent(new Event('contextrestored'))
  })
  await page.evaluate(() => window.tiles.look(-351, -250, 1))
  await expectSame(page, 'restored')
})
