import type { BoardView } from '../../board/shape'
import { paintPicture, type Picture } from '../picture'
import { escapeXml } from './escape'
import type { EmbeddedFont } from './fonts'
import { shortNumber } from './path'
import { SvgSurface } from './surface'

export { SvgTooLong } from './surface'

/** A picture that only lacks its fonts: `characters` says which, `write` makes the file. */
export interface SvgPicture {
  readonly characters: SvgSurface['characters']
  /** Without its fonts the picture names them, and other programs take what they have in their place. */
  write(fonts: readonly EmbeddedFont[]): string
}

/** A board, or part of it, as SVG: no scripts, no links, nothing loaded from anywhere. Throws `SvgTooLong`. */
export function drawSvg(view: BoardView, { wanted, box, theme, background }: Picture): SvgPicture {
  const surface = new SvgSurface(theme, box)
  paintPicture(surface, view, wanted, box)
  const [w, h] = [shortNumber(box.w, 2), shortNumber(box.h, 2)]
  return {
    characters: surface.characters,
    write: (fonts) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" xml:space="preserve">`,
        `<style>${fonts.map(fontFace).join('')}${TEXT_STYLE}</style>`,
        surface.definitions && `<defs>${surface.definitions}</defs>`,
        background !== null && `<rect width="100%" height="100%" fill="${escapeXml(background)}"/>`,
        '<g fill="none" stroke-linecap="round" stroke-linejoin="round">',
        surface.body,
        '</g>',
        '</svg>\n',
      ]
        .filter(Boolean)
        .join('\n'),
  }
}

/** Widths come from tables of single glyphs (see `lib/shapes/text`): no kerning, no ligatures, every space counts. */
const TEXT_STYLE = 'text{white-space:pre;font-kerning:none;font-variant-ligatures:none;font-weight:400}'

const fontFace = ({ family, range, weight, base64 }: EmbeddedFont): string =>
  `@font-face{font-family:'${family}';font-weight:${weight};` +
  `src:url(data:font/woff2;base64,${base64}) format('woff2')${range && `;unicode-range:${range}`}}`
