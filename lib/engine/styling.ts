import type { ShapeId } from '../board/ids'
import { restyleShapes } from '../board/operations'
import { SHAPE_TYPES, type BoardView, type Edit, type ShapeType, type Style } from '../board/shape'
import { boxForText, definitionOf } from '../shapes/index'
import { DraftView } from '../tools/draft-view'
import type { ToolId } from '../tools/define'
import { leavesOf } from './selection'

/** Types that are drawn alike: who chooses red for a box means the next ellipse and arrow too. */
const KIN: readonly ShapeType[] = ['rectangle', 'ellipse', 'diamond', 'line', 'arrow']

/** Styles of the next shapes, by type and its kin, as they were last chosen. */
export class NextStyles {
  readonly #chosen = new Map<ShapeType, Style>()

  of(type: ShapeType): Style {
    return { ...definitionOf(type).defaults.style, ...this.#chosen.get(type) }
  }

  /** Remember a choice for the types that it means something to. */
  choose(types: Iterable<ShapeType>, patch: Style): void {
    const meant = new Set(types)
    if (KIN.some((type) => meant.has(type))) for (const type of KIN) meant.add(type)
    for (const type of meant) {
      const { styles } = definitionOf(type)
      const own = Object.entries(patch).filter(([key, value]) => styles.includes(key) && value !== undefined)
      this.#chosen.set(type, { ...this.#chosen.get(type), ...Object.fromEntries(own) })
    }
  }
}

/** What a tool draws; the select tool makes texts, where nothing is. */
export const typeOf = (tool: ToolId): ShapeType | null => {
  if (tool === 'select') return 'text'
  return (SHAPE_TYPES as readonly string[]).includes(tool) ? (tool as ShapeType) : null
}

/** The types among shapes, groups opened; each once. */
export function typesAmong(board: BoardView, ids: readonly ShapeId[]): ShapeType[] {
  const types = leavesOf(board, ids).map((id) => board.get(id)?.type ?? '')
  return SHAPE_TYPES.filter((type) => types.includes(type))
}

/** What shapes have in common: keys that mean something to one of them, and values that are the same in all. */
export function sharedStyle(
  board: BoardView,
  ids: readonly ShapeId[],
): { readonly style: Style; readonly keys: readonly string[] } {
  const style: Record<string, unknown> = {}
  const mixed = new Set<string>()
  for (const id of leavesOf(board, ids)) {
    const record = board.get(id)
    if (!record) continue
    const { styles, defaults } = definitionOf(record.type)
    for (const key of styles) {
      const value = record.style[key] ?? defaults.style[key]
      if (key in style && style[key] !== value) mixed.add(key)
      style[key] = value
    }
  }
  const keys = Object.keys(style)
  for (const key of mixed) delete style[key]
  return { style, keys }
}

const FIT_KEYS = ['font', 'size', 'align']

/** Edits that give shapes a style; what a larger font needs more of room is in them. */
export function restyled(board: BoardView, ids: readonly ShapeId[], patch: Style): Edit[] {
  const means = (type: string, key: string) => definitionOf(type).styles.includes(key)
  const edits = restyleShapes(board, ids, patch, means)
  if (!FIT_KEYS.some((key) => key in patch)) return edits
  const { changed } = new DraftView(board, edits)
  for (const [id, record] of changed) {
    const geo = record?.text ? boxForText(record, record.text) : null
    if (geo) edits.push({ do: 'patch', id, patch: { geo } })
  }
  return edits
}
