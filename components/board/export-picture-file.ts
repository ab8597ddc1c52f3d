import type { BoardView, FontName } from '../../lib/board/shape'
import { drawPicture, sizeOf, type Picture, type PictureSize } from '../../lib/formats/picture'
import { filesNeeded, fontFilesIn, type EmbeddedFont, type FontFile } from '../../lib/formats/svg/fonts'
import { drawSvg, type SvgPicture } from '../../lib/formats/svg/write'
import { definitionOf, lookOf } from '../../lib/shapes'
import { fontCss } from '../../lib/shapes/text/advances'

/** Tried one after the other: desktops take the first, phones of a few years ago the last. */
const BUDGETS_PX = [64, 16, 4].map((mega) => mega * 1024 * 1024)

/** How large the PNG would be at most; a browser with less to give makes it smaller. */
export const pngSize = (picture: Picture, scale: number): PictureSize =>
  sizeOf(picture.box, scale, BUDGETS_PX[0]!)

/** A picture as PNG, at `scale` or as large as this browser can; null when it can make none. */
export async function pngOf(
  view: BoardView,
  picture: Picture,
  scale: number,
): Promise<{ readonly blob: Blob; readonly size: PictureSize } | null> {
  await loadFonts(view)
  for (const budget of BUDGETS_PX) {
    const size = sizeOf(picture.box, scale, budget)
    const canvas = Object.assign(document.createElement('canvas'), { width: size.w, height: size.h })
    const context = canvas.getContext('2d')
    if (context) drawPicture(context, view, picture, size)
    const blob = context && (await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png')))
    // Memory of a canvas is given back late; without a size it has none.
    canvas.width = canvas.height = 0
    if (blob) return { blob, size }
  }
  return null
}

/** A picture as SVG with the letters it needs. Throws `SvgTooLong`. */
export async function svgOf(view: BoardView, picture: Picture): Promise<Blob> {
  const svg = drawSvg(view, picture)
  return new Blob([svg.write(await embedded(svg))], { type: 'image/svg+xml' })
}

/** Draw a small picture into a canvas of CSS size `w` by `h` at most. */
export async function preview(
  canvas: HTMLCanvasElement,
  view: BoardView,
  picture: Picture,
  most: { readonly w: number; readonly h: number },
): Promise<void> {
  await loadFonts(view)
  const dpr = devicePixelRatio
  const fits = Math.min(most.w / picture.box.w, most.h / picture.box.h, 1)
  const size = sizeOf(picture.box, fits * dpr, most.w * most.h * dpr * dpr)
  canvas.width = size.w
  canvas.height = size.h
  canvas.style.width = `${size.w / dpr}px`
  const context = canvas.getContext('2d')
  if (context) drawPicture(context, view, picture, size)
}

/** Fonts come when they are first seen; a picture may show what was never on the screen. */
async function loadFonts(view: BoardView): Promise<void> {
  const letters = new Map<FontName, Set<string>>()
  for (const record of view.all()) {
    if (!record.text) continue
    const { font } = lookOf(record, definitionOf(record.type).defaults.style)
    let used = letters.get(font)
    if (!used) letters.set(font, (used = new Set()))
    for (const letter of record.text) used.add(letter)
  }
  // A font that does not come is drawn with another, as on the board.
  await Promise.allSettled(
    [...letters].map(([font, used]) => document.fonts.load(fontCss(font, 16), [...used].join(''))),
  )
}

/** The files of the page's own fonts, as its style sheets name them. */
function pageFonts(): FontFile[] {
  return [...document.styleSheets].flatMap((sheet) => {
    const rules = [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule)
    return rules
      .flatMap((rule) => fontFilesIn(rule.cssText))
      .map((file) => ({ ...file, url: new URL(file.url, sheet.href ?? location.href).href }))
  })
}

/** Without a font that cannot be fetched the picture names it, and is drawn with another elsewhere. */
async function embedded({ characters }: SvgPicture): Promise<EmbeddedFont[]> {
  const files = await Promise.all(
    filesNeeded(pageFonts(), characters).map(async (file) => {
      const answer = await fetch(file.url).catch(() => null)
      return answer?.ok ? [{ ...file, base64: await base64Of(await answer.blob()) }] : []
    }),
  )
  return files.flat()
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve((reader.result as string).replace(/^.*?,/, ''))
    reader.onerror = () => reject(new Error('The font could not be read', { cause: reader.error }))
    reader.readAsDataURL(blob)
  })
}
