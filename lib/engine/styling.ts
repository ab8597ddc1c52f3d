import type { ShapeId } from '../board/ids'
import { inPieces, leavesOf, restyleShapes } from '../board/operations'
import { SHAPE_TYPES, type BoardView, type Edit, type ShapeType, type Style } from '../board/shape'
import { boxForText, definitionOf } from '../shapes/index'
import { DraftView } from '../tools/draft-view'
import type { ToolId } from '../tools/define'

/** Types that are drawn alike: who chooses red for a box means the next ellipse and arrow too. */
const KIN: readonly ShapeType[] = ['rectangle', 'ellipse', 'diamond', 'line', 'arrow']

/** Styles of the next shapes, by type and its kin, as they were last chosen. */
export class NextStyles {
  readonly #chosen = new Map<ShapeType, Style>()

  of(type: ShapeType): Style {
    return { ...definitionOf(type).defaults.style, ...this.#chosen.get(type) }
  }

  /** Remember a choice for the types that it means something to. */
  choose(types: Iterable<string>, patch: Style): void {
    const meant = new Set([...types].filter(isKnown))
    if (KIN.some((type) => meant.has(type))) for (const type of KIN) meant.add(type)
    for (const type of meant) {
      const { styles } = definitionOf(type)
      const own = Object.entries(patch).filter(([key, value]) => styles.includes(key) && value !== undefined)
      this.#chosen.set(type, { ...this.#chosen.get(type), ...Object.fromEntries(own) })
    }
  }
}

const isKnown = (type: string): type is ShapeType => (SHAPE_TYPES as readonly string[]).includes(type)

/** What a tool draws; the select tool makes texts, where nothing is. */
export const typeOf = (tool: ToolId): ShapeType | null => {
  if (tool === 'select') return 'text'
  return (SHAPE_TYPES as readonly string[]).includes(tool) ? (tool as ShapeType) : null
}

/** What shapes have in common. */
export interface SharedStyle {
  /** Values that are the same in all. */
  readonly style: Style
  /** Keys that mean something to one of them. */
  readonly keys: readonly string[]
  /** Their types, groups opened. */
  readonly types: readonly string[]
}

export function sharedStyle(board: BoardView, ids: readonly ShapeId[]): SharedStyle {
  const style: Record<string, unknown> = {}
  const mixed = new Set<string>()
  const types = new Set<string>()
  for (const record of leavesOf(board, ids)) {
    types.add(record.type)
    const { styles, defaults } = definitionOf(record.type)
    for (const key of styles) {
      if (mixed.has(key)) continue
      const value = record.style[key] ?? defaults.style[key]
      if (key in style && style[key] !== value) mixed.add(key)
      style[key] = value
    }
  }
  const keys = Object.keys(style)
  for (const key of mixed) delete style[key]
  return { style, keys, types: [...types] }
}

const FIT_KEYS = ['font', 'size', 'align']

/** Edits that give shapes a style, made as they are asked for; what a larger font needs more of room is in them. */
export function restyled(board: BoardView, ids: readonly ShapeId[], patch: Style): Iterable<Edit> {
  const means = (type: string, key: string) => definitionOf(type).styles.includes(key)
  const isFitted = FIT_KEYS.some((key) => key in patch)
  return inPieces(board, ids, (some) => {
    const edits = restyleShapes(board, some, patch, means)
    return isFitted ? [...edits, ...fitted(board, edits)] : edits
  })
}

/** The boxes that texts need after these edits. */
function* fitted(board: BoardView, edits: readonly Edit[]): Generator<Edit, void> {
  const { changed } = new DraftView(board, edits)
  for (const [id, record] of changed) {
    const geo = record?.text ? boxForText(record, record.text) : null
    if (geo) yield { do: 'patch', id, patch: { geo } }
  }
}
