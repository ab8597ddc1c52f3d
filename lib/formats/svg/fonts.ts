import { FONTS, type FontName } from '../../board/shape'
import { familiesOf } from '../../shapes/text/advances'

/** One file of a bundled font: its letters by range, as a style sheet declares it. */
export interface FontFile {
  readonly family: string
  /** Value of `unicode-range`; empty: everything. */
  readonly range: string
  readonly weight: string
  /** Where its bytes are, for whoever loads it. */
  readonly url: string
}
/** A font file in the picture itself. */
export interface EmbeddedFont extends FontFile {
  readonly base64: string
}

/** The files of `@font-face` rules in a style sheet. Only as much of CSS as the bundled fonts' own sheets need. */
export function fontFilesIn(css: string): FontFile[] {
  return [...css.matchAll(/@font-face\s*\{([^}]*)\}/g)].flatMap(([, body = '']) => {
    const value = (name: string) =>
      new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;]+)`).exec(body)?.[1]?.trim() ?? ''
    const [, double, single, bare] = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/.exec(body) ?? []
    const url = double ?? single ?? bare
    const family = value('font-family').replace(/^["']|["']$/g, '')
    if (!url || !family) return []
    return { family, url, range: value('unicode-range'), weight: value('font-weight') || 'normal' }
  })
}

/** Whether a file's `unicode-range` (`U+0-FF, U+131, U+4??`) has a character. */
export function holds(range: string, character: string): boolean {
  if (range === '') return true
  const code = character.codePointAt(0)!
  return range.split(',').some((part) => {
    const [from = '', to] = part.trim().replace(/^u\+/i, '').split('-')
    const first = parseInt(from.replaceAll('?', '0'), 16)
    return code >= first && code <= parseInt(to ?? from.replaceAll('?', 'F'), 16)
  })
}

const familyOf = (font: FontName): string => /^'([^']+)'/.exec(familiesOf(font))![1]!

/** Which of the bundled files a picture needs for its characters. */
export function filesNeeded(
  files: readonly FontFile[],
  characters: ReadonlyMap<FontName, ReadonlySet<string>>,
): FontFile[] {
  return FONTS.flatMap((font) => {
    const used = characters.get(font)
    if (!used) return []
    const [family, all] = [familyOf(font), [...used]]
    return files.filter((file) => file.family === family && all.some((one) => holds(file.range, one)))
  })
}
