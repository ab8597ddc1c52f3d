import { createCanvas, GlobalFonts, Path2D } from '@napi-rs/canvas'
import type { BoardView, FontName } from '../../lib/board/shape'
import {
  drawPicture,
  framedBox,
  pictureBox,
  sizeOf,
  type Picture,
  type PictureRequest,
  type PictureSize,
} from '../../lib/formats/picture'
import { drawSvg } from '../../lib/formats/svg/write'
import type { Canvas2D } from '../../lib/shapes/canvas-surface'
import { definitionOf, lookOf } from '../../lib/shapes/index'
import { paperOf, type Theme } from '../../lib/shapes/palette'
import { familiesOf } from '../../lib/shapes/text/advances'
import { fontsFor } from './bundled-fonts'
import type { DrawnPreview } from './preview-task'

/** 128 MB while it is drawn; a board that is larger than that is drawn at a smaller scale. */
const MOST_PIXELS = 32 * 1024 * 1024
/**
 * The longer side of a preview: about what a board shown whole takes on a screen. Lines are a pixel wide at least, so a
 * larger picture that is shown smaller is paler than the drawing, and it takes longer to be there.
 */
const PREVIEW_SIDE_PX = 768
/** Seen for a few seconds: half the bytes of a picture without visible loss. */
const WEBP_QUALITY = 60
/** Some of the bundled fonts begin at a lighter weight than the one they are drawn in. */
const WEIGHT = "'wght' 400"

/** A board as a picture. Only in a worker: drawing takes its time, and the canvas is native. */
export function writePicture(
  view: BoardView,
  boardBackground: string | null,
  { format, scale, theme, background }: PictureRequest,
): Uint8Array {
  const picture: Picture = {
    wanted: null,
    box: framedBox(pictureBox(view, null)),
    theme,
    background: background ? paperOf(boardBackground, theme) : null,
  }
  if (format === 'svg') {
    const svg = drawSvg(view, picture)
    const fonts = fontsFor(svg.characters).map(({ bytes, ...file }) => ({
      ...file,
      base64: bytes.toString('base64'),
    }))
    return new TextEncoder().encode(svg.write(fonts))
  }
  return paint(view, picture, sizeOf(picture.box, scale, MOST_PIXELS)).encodeSync('png')
}

/** The picture of a board that its page comes with, in both themes. Only in a worker, too. */
export function writePreview(view: BoardView, boardBackground: string | null): DrawnPreview | null {
  const contents = pictureBox(view, null)
  if (!contents) return null
  const area = framedBox(contents)
  const size = sizeOf(area, Math.min(1, PREVIEW_SIDE_PX / Math.max(area.w, area.h)), MOST_PIXELS)
  // On paper: of a dense drawing the transparency alone would be half of the bytes. The board's own colour is a light one.
  const paper = (theme: Theme) => paperOf(theme === 'paper' ? boardBackground : null, theme)
  const drawn = (theme: Theme) =>
    paint(view, { wanted: null, box: area, theme, background: paper(theme) }, size).encodeSync(
      'webp',
      WEBP_QUALITY,
    )
  return {
    contents,
    area,
    scale: size.scale,
    background: boardBackground === null ? null : paperOf(boardBackground, 'paper'),
    pictures: { paper: drawn('paper'), slate: drawn('slate') },
  }
}

function paint(view: BoardView, picture: Picture, size: PictureSize) {
  const canvas = createCanvas(size.w, size.h)
  const context = canvas.getContext('2d')
  context.fontVariationSettings = WEIGHT
  // What draws is the browser's code: it makes its paths by the browser's name.
  Object.assign(globalThis, { Path2D })
  drawPicture(context as unknown as Canvas2D, view, picture, size, registerFonts(charactersIn(view)))
  return canvas
}

function charactersIn(view: BoardView): Map<FontName, Set<string>> {
  const characters = new Map<FontName, Set<string>>()
  for (const record of view.all()) {
    if (!record.text) continue
    const { font } = lookOf(record, definitionOf(record.type).defaults.style)
    let used = characters.get(font)
    if (!used) characters.set(font, (used = new Set()))
    for (const character of record.text) used.add(character)
  }
  return characters
}

/**
 * Makes the files known, each as a family of its own, because a family here is one file; the answer lists them in the
 * order in which a browser looks for a letter.
 */
function registerFonts(characters: ReadonlyMap<FontName, ReadonlySet<string>>) {
  const aliases = new Map<string, string[]>()
  for (const { family, url, bytes } of fontsFor(characters)) {
    const alias = `Ardoise ${url.replace(/^.*[\\/]|\.woff2$/g, '')}`
    if (!GlobalFonts.has(alias)) GlobalFonts.register(bytes, alias)
    aliases.set(family, [...(aliases.get(family) ?? []), `'${alias}'`])
  }
  return (font: FontName, px: number): string => {
    const families = familiesOf(font)
    const own = [...aliases].find(([family]) => families.startsWith(`'${family}'`))?.[1] ?? []
    return `400 ${px}px ${[...own, families].join(', ')}`
  }
}
