import type { Draft } from './draft'
import type { Source } from './source'
import { readText, readTextStyle } from './text'

/** What Excalidraw can put a label on; elements that became several shapes or a stand-in hold none. */
const HOLDERS = new Set(['rectangle', 'diamond', 'ellipse', 'arrow'])

/** The id of the element that this text is the label of. */
export const holderOf = (source: Source): string | null =>
  source.type === 'text' ? source.string('containerId') : null

/**
 * Make a text the text of the shape it labels. False when that shape cannot hold it, or holds one
 * already: the text then stays a shape of its own.
 */
export function attachLabel(label: Source, holder: Draft | undefined): boolean {
  if (!holder || !HOLDERS.has(holder.source.type) || holder.text !== undefined) return false
  const text = readText(label)
  const { style, colour } = readTextStyle(label)
  if (colour === 'none') return false
  const { valign, ...onArrow } = style
  holder.text = text
  holder.style = {
    ...holder.style,
    ...(holder.type === 'arrow' ? onArrow : { ...onArrow, ...(valign ? { valign } : {}) }),
    ink: colour,
  }
  return true
}
