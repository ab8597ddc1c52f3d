import { build } from 'esbuild'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import type { PictureTests, SceneName } from './picture-scenes'

declare global {
  interface Window {
    pictureTests: PictureTests
  }
}

/**
 * Of the painted pixels, this share may have nothing like them within one pixel in the other picture. Chromium draws a
 * canvas and an SVG by the same library: only letters are placed a little differently.
 */
const SVG_TOLERANCE = 0.005
/** The server's library is of another version, and its letters have other hinting. */
const SERVER_TOLERANCE = 0.01

const ENTRY = `
  import '@fontsource-variable/inter'
  import '@fontsource-variable/jetbrains-mono'
  import '@fontsource-variable/shantell-sans'
  import '@fontsource-variable/source-serif-4'
  import './e2e/picture-scenes'
`
let bundle: Promise<{ js: string; css: string }> | null = null
async function bundled() {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    outdir: 'unused',
    format: 'iife',
    loader: { '.woff2': 'dataurl' },
    logLevel: 'error',
  })
  const [js, css] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end))!.text)
  return { js: js!, css: css! }
}
async function prepare(page: Page): Promise<void> {
  const { js, css } = await (bundle ??= bundled())
  await page.setContent('<!doctype html><title>Pictures</title>')
  await page.addStyleTag({ content: css })
  await page.addScriptTag({ content: js })
}

const CASES = (['styles', 'values', 'nested'] as const).flatMap((scene) =>
  ([0, 1, 2] as const).flatMap((roughness) =>
    (['paper', 'slate'] as const).map((theme) => ({ scene, roughness, theme })),
  ),
)
const NAMES: Readonly<Record<SceneName, string>> = {
  styles: 'every shape in every style',
  values: 'every ink, font, size, head and course',
  nested: 'frames in frames, groups, cut and turned shapes, tied arrows',
}
const HANDS = ['clean', 'by hand', 'boldly by hand']

test.describe('an SVG shows what the canvas shows', () => {
  for (const scene of Object.keys(NAMES) as SceneName[]) {
    test(NAMES[scene], async ({ page }) => {
      await prepare(page)
      for (const { roughness, theme } of CASES.filter((one) => one.scene === scene)) {
        const { share, painted, at } = await page.evaluate(([s, r, t]) => window.pictureTests.svg(s, r, t), [
          scene,
          roughness,
          theme,
        ] as const)
        expect(painted).toBeGreaterThan(20_000)
        expect(share, `${HANDS[roughness]}, ${theme}, first at ${String(at)}`).toBeLessThan(SVG_TOLERANCE)
      }
    })
  }
})

test('the server draws what the browser draws', async ({ page, server }) => {
  await prepare(page)
  const drawn = [
    { scene: 'styles', roughness: 1, theme: 'paper' },
    { scene: 'values', roughness: 0, theme: 'slate' },
    { scene: 'nested', roughness: 2, theme: 'paper' },
  ] as const
  for (const { scene, roughness, theme } of drawn) {
    const file = await page.evaluate(([s, r]) => window.pictureTests.file(s, r), [scene, roughness] as const)
    const made = await fetch(`${server.url}/api/v1/boards/import?name=x`, { method: 'POST', body: file })
    const { id, skipped } = (await made.json()) as { id: string; skipped: unknown[] }
    expect(skipped).toEqual([])
    const answer = await fetch(`${server.url}/api/v1/boards/${id}/export?format=png&scale=2&theme=${theme}`)
    const png = Buffer.from(await answer.arrayBuffer()).toString('base64')
    const { share, painted, at } = await page.evaluate(
      ([s, r, t, bytes]) => window.pictureTests.png(s, r, t, bytes),
      [scene, roughness, theme, png] as const,
    )
    expect(painted).toBeGreaterThan(80_000)
    expect(share, `${scene}, first at ${String(at)}`).toBeLessThan(SERVER_TOLERANCE)
  }
})
