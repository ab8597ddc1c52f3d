import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newBoardId } from '../../lib/board/ids'
import { centred, FIT_PADDING_PX, fitted, type Camera } from '../../lib/engine/navigation/camera'
import { placedOn } from '../../lib/engine/renderer/cover'
import type { PagePreview } from '../../lib/protocol/page'
import { PLACES_KEY } from './last-places'
import { previewScript } from './preview-script'

const BOARD = newBoardId()

/** Runs the script in a page as far as it looks at one; the picture that it shows, if it shows one. */
function run(preview: PagePreview, size: { w: number; h: number }, places: unknown = [], theme?: string) {
  const shown: { src: string; style: Record<string, string> }[] = []
  const host = { clientWidth: size.w, clientHeight: size.h, style: {}, dataset: {}, append: (image: never) => shown.push(image) }
  const document = {
    getElementById: () => host,
    documentElement: { dataset: { ...(theme && { theme }) } },
  }
  const store = { getItem: (key: string) => (key === PLACES_KEY ? JSON.stringify(places) : null) }
  class Image {
    style: Record<string, string> = {}
  }
  runInNewContext(previewScript(BOARD, preview), {
    document,
    matchMedia: () => ({ matches: true }),
    sessionStorage: { getItem: () => null },
    localStorage: store,
    Image,
    window: {},
  })
  return shown[0] ?? null
} // prettier-ignore

const side = fc.integer({ min: 1, max: 100_000 })
const at = fc.integer({ min: -500_000, max: 500_000 })
const previews = fc.record({ x: at, y: at, w: side, h: side }).map((contents): PagePreview => {
  const area = { x: contents.x - 16, y: contents.y - 16, w: contents.w + 32, h: contents.h + 32 }
  return { at: '1-7', contents, area, scale: Math.min(1, 1_024 / Math.max(area.w, area.h)), background: null }
})
const windows = fc.record({
  w: fc.integer({ min: 200, max: 3_000 }),
  h: fc.integer({ min: 200, max: 2_000 }),
})

const numbersOf = (style: Record<string, string>) =>
  Object.values(style).flatMap((text) => (text.match(/-?[\d.]+(?:e-?\d+)?px/g) ?? []).map(parseFloat))
function expectPlacedAs(style: Record<string, string>, camera: Camera, { area }: PagePreview): void {
  const { width, height, transform } = placedOn(camera, area)
  const [shown, expected] = [style, { width, height, transform }].map((one) =>
    numbersOf({ width: one['width']!, height: one['height']!, transform: one['transform']! }),
  )
  expected!.forEach((number, index) => expect(shown![index]).toBeCloseTo(number, 1))
}

test('a first visitor’s picture lies where the engine will see everything from', () => {
  fc.assert(
    fc.property(previews, windows, (preview, size) => {
      const image = run(preview, size)
      expectPlacedAs(image!.style, fitted(preview.contents, size, FIT_PADDING_PX), preview)
    }),
  )
})

test('who was here before sees it from where they were, unless it would be magnified to a blur', () => {
  fc.assert(
    fc.property(previews, windows, fc.double({ min: 0.001, max: 20, noNaN: true }), (preview, size, zoom) => {
      const place = { x: preview.contents.x + 3, y: preview.contents.y + 7, zoom }
      const image = run(preview, size, [
        ['another', { x: 0, y: 0, zoom: 1 }],
        [BOARD, place],
      ])
      expect(image !== null).toBe(zoom <= 3 * preview.scale)
      if (image) expectPlacedAs(image.style, centred(place, size, zoom), preview)
    }),
  )
})

test('the theme that the person chose, else that of the system', () => {
  const [preview] = fc.sample(previews, 1) as [PagePreview]
  expect(run(preview, { w: 900, h: 600 })!.src).toContain('theme=slate')
  expect(run(preview, { w: 900, h: 600 }, [], 'paper')!.src).toContain('theme=paper')
})

test('[B88] places that are not ours do not keep the page from opening', () => {
  const [preview] = fc.sample(previews, 1) as [PagePreview]
  for (const places of [{}, 7, [null], [[BOARD, null]], [[BOARD, { zoom: 'x' }]]])
    expect(() => run(preview, { w: 900, h: 600 }, places)).not.toThrow()
})
