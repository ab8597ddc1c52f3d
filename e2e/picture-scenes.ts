import { toJson } from '../lib/board/json'
import type { ShapeId } from '../lib/board/ids'
import { ARROW_HEADS, FONTS, INKS, type ShapeData, type ShapeRecord, type Style } from '../lib/board/shape'
import { RecordView } from '../lib/board/view'
import { drawPicture, framedBox, pictureBox, sizeOf, type Picture } from '../lib/formats/picture'
import { filesNeeded, fontFilesIn } from '../lib/formats/svg/fonts'
import { drawSvg } from '../lib/formats/svg/write'
import { fontCss } from '../lib/shapes/text/advances'
import { CANVAS, type Theme } from '../lib/shapes/palette'
import { PAINTED_TYPES, sample } from '../lib/shapes/samples.fixture'
import { decode, difference, type Difference } from './pixels'

/** Runs in a page: boards with everything on them, drawn by canvas and as SVG, and compared. */

const CELL = { w: 210, h: 150 }
const COLUMNS = 8
const keyOf = (i: number): string => `a${String(i).padStart(5, '0')}V`

/** Shapes in rows, each in a cell of its own. */
function grid(cells: readonly (Partial<ShapeRecord> & { type: string })[]): RecordView {
  return new RecordView(
    cells.map(({ type, geo, ...more }, i) => {
      const [x, y] = [(i % COLUMNS) * CELL.w, Math.floor(i / COLUMNS) * CELL.h]
      const [, , w, h, turn] = geo ?? [0, 0, 140, 84, 0]
      return sample(type, {
        id: `shape-${i}` as ShapeId,
        order: keyOf(i),
        geo: [x, y, w, h, turn],
        ...more,
      })
    }),
  )
}

const WRITTEN = new Set(['rectangle', 'ellipse', 'diamond', 'arrow', 'text', 'note', 'frame'])
const STYLES: readonly Style[] = [
  {},
  { stroke: 'red', fill: 'yellow' },
  { stroke: 'violet', fill: 'green', fillStyle: 'hatch', width: 1 },
  { stroke: 'none', fill: 'blue', width: 5 },
  { stroke: '#3366cc', width: 8, dash: 'dashed' },
  { stroke: 'teal', width: 4, dash: 'dotted', round: false },
  { fill: '#ffeedd', opacity: 0.5, width: 10, align: 'right', valign: 'bottom' },
]

const SCENES = {
  /** Every shape in every style, turned in one of them. */
  styles: (roughness: number): RecordView =>
    grid(
      PAINTED_TYPES.flatMap((type) =>
        [...STYLES, STYLES[1]!].map((style, i) => ({
          type,
          style: { ...style, roughness } as Style,
          geo: [0, 0, 140, 84, i === STYLES.length ? 0.5 : 0] as const,
          ...(WRITTEN.has(type) && { text: 'Words, żółw' }),
        })),
      ),
    ),
  /** Every ink, every font and size, every head, lines straight and smooth, open and closed. */
  values: (roughness: number): RecordView =>
    grid([
      ...INKS.map((ink) => ({
        type: 'rectangle',
        style: { stroke: ink, fill: ink, roughness } as Style,
        text: ink,
      })),
      ...INKS.map((ink) => ({ type: 'note', style: { fill: ink }, text: ink })),
      ...INKS.map((ink) => ({ type: 'marker', style: { stroke: ink } })),
      ...FONTS.flatMap((font) =>
        [12, 24, 40].map((size) => ({ type: 'text', style: { font, size }, text: 'Aa Щщ  1,2' })),
      ),
      ...ARROW_HEADS.flatMap((head) => [
        { type: 'arrow', style: { roughness } as Style, data: ends({ start: head, end: head }) },
        {
          type: 'arrow',
          style: { roughness, width: 6 } as Style,
          data: { ...ends({ end: head }), mid: [[90, 0]] as const },
        },
      ]),
      ...[false, true].flatMap((closed) =>
        (['straight', 'smooth'] as const).map((curve) => ({
          type: 'line',
          style: { roughness, fill: 'orange', fillStyle: 'hatch' } as Style,
          data: { closed, curve },
        })),
      ),
    ]),
  /** Frames in frames, a group in one, what sticks out is cut; ink and markers over edges; all of it overlapping. */
  nested: (roughness: number): RecordView => {
    const style = { roughness, fill: 'blue', fillStyle: 'hatch', width: 4 } as Style
    const at = (id: string, type: string, more: Partial<ShapeRecord>) =>
      sample(type, { id: id as ShapeId, ...more })
    const [outer, inner, group] = ['outer', 'inner', 'group'] as ShapeId[]
    return new RecordView([
      at('outer', 'frame', { geo: [0, 0, 500, 320, 0], text: 'Outer' }),
      at('inner', 'frame', {
        geo: [260, 120, 300, 300, 0],
        parent: outer!,
        order: 'a2',
        text: 'Inner',
        style: { fill: 'green' },
      }),
      at('group', 'group', { parent: inner!, order: 'a3' }),
      at('cut', 'rectangle', { geo: [180, 120, 160, 110, 0.4], parent: group!, style, text: 'cut' }),
      at('left', 'ellipse', { geo: [-60, 40, 140, 100, -0.3], parent: outer!, order: 'a1', style }),
      at('mark', 'marker', { geo: [100, 60, 260, 120, 0], parent: outer!, order: 'a4' }),
      at('over', 'marker', { geo: [380, 200, 260, 160, 0], order: 'a5', style: { stroke: 'green' } }),
      at('note', 'note', { geo: [520, 20, 130, 130, 0.2], order: 'a6', text: 'Turned' }),
      at('tied', 'arrow', {
        order: 'a7',
        style: { roughness } as Style,
        text: 'to',
        data: {
          start: { shape: 'note' as ShapeId, anchor: [0.5, 0.5] },
          end: { shape: 'cut' as ShapeId, anchor: [0.5, 0.5] },
        },
      }),
    ])
  },
} satisfies Record<string, (roughness: number) => RecordView>
export type SceneName = keyof typeof SCENES

function ends(heads: NonNullable<ShapeData['heads']>): ShapeData {
  return { start: { point: [0, 60] }, end: { point: [140, 10] }, heads }
}

const pictureOf = (view: RecordView, theme: Theme): Picture => ({
  wanted: null,
  box: framedBox(pictureBox(view, null)),
  theme,
  background: CANVAS[theme],
})
const MOST_PIXELS = 2 ** 26

async function onCanvas(view: RecordView, picture: Picture, scale: number) {
  for (const font of FONTS) await document.fonts.load(fontCss(font, 20), 'Aż Щ')
  const size = sizeOf(picture.box, scale, MOST_PIXELS)
  const context = new OffscreenCanvas(size.w, size.h).getContext('2d')!
  drawPicture(context, view, picture, size)
  return context.getImageData(0, 0, size.w, size.h)
}

const pictureTests = {
  /** The canvas beside the SVG as this browser draws it. */
  async svg(scene: SceneName, roughness: number, theme: Theme): Promise<Difference> {
    const view = SCENES[scene](roughness)
    const picture = pictureOf(view, theme)
    const canvas = await onCanvas(view, picture, 1)
    const svg = drawSvg(view, picture)
    const sheets = [...document.styleSheets].flatMap((sheet) =>
      [...sheet.cssRules].map((rule) => rule.cssText),
    )
    const fonts = filesNeeded(fontFilesIn(sheets.join('\n')), svg.characters).map((file) => ({
      ...file,
      base64: file.url.replace(/^.*?,/, ''),
    }))
    const blob = new Blob([svg.write(fonts)], { type: 'image/svg+xml' })
    return difference(canvas, await decode(blob, canvas.width, canvas.height))
  },
  /** The board as a file, for a server to draw. */
  file: (scene: SceneName, roughness: number): string => {
    const view = SCENES[scene](roughness)
    const board = Object.assign(view, { meta: { name: scene, background: null } })
    return JSON.stringify(toJson(board))
  },
  /** The canvas beside a PNG from elsewhere. */
  async png(scene: SceneName, roughness: number, theme: Theme, base64: string): Promise<Difference> {
    const view = SCENES[scene](roughness)
    const canvas = await onCanvas(view, pictureOf(view, theme), 2)
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    return difference(canvas, await decode(new Blob([bytes], { type: 'image/png' })))
  },
}
export type PictureTests = typeof pictureTests
Object.assign(window, { pictureTests })
