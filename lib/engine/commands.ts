import type { BoardDocument } from '../board/document'
import { newShapeId, type ShapeId } from '../board/ids'
import {
  copyShapes,
  duplicateShapes,
  groupShapes,
  inPieces,
  moveShapes,
  pasteShapes,
  removeShapes,
  reorderShapes,
  ungroupShapes,
} from '../board/operations'
import { insertKeys, orderOnTop, siblingsIn } from '../board/order'
import type { Edit, ShapeRecord, Style } from '../board/shape'
import { RecordView } from '../board/view'
import { centreOf } from '../geometry/box'
import { subtract, type Point } from '../geometry/point'
import { boxForText, definitionOf, place } from '../shapes/index'
import { lastPointOf } from '../tools/last-point'
import type { Stacking } from './api'
import { boxAroundShapes } from './selection'

/** Page units between a shape and its duplicate. */
const DUPLICATE_OFFSET: Point = { x: 16, y: 16 }
/** Presses of an arrow key within this time are one undo step. */
const NUDGE_PAUSE_MS = 600
/** A pasted text wider than this (page units) is broken into lines of it. */
const PASTED_WIDTH = 600

export interface CommandHost {
  readonly document: BoardDocument
  selection(): readonly ShapeId[]
  select(ids: readonly ShapeId[]): void
  /** `then`, once they are written: at once, unless there are very many. */
  apply(edits: readonly Edit[], step?: 'new' | 'extend', then?: () => void): boolean
  /** The same for edits that are made as they are asked for, of these shapes. */
  make(edits: Iterable<Edit>, ids: readonly ShapeId[], step: 'new' | 'extend'): boolean
  now(): number
  /** Where pasted things go: the pointer, else the middle of the view. */
  target(): { readonly at: Point; readonly frame: ShapeId | null }
  textStyle(): Style
}

/** What a person can have done with the selection, by key or menu: each one undoable step. */
export class Commands {
  #nudgedAt = -Infinity
  #nudged: readonly ShapeId[] = []

  constructor(private readonly host: CommandHost) {}

  remove(): void {
    const { document } = this.host
    if (this.host.apply(removeShapes(document, this.host.selection(), this.#lastPoint))) this.host.select([])
  }

  duplicate(): void {
    const { document } = this.host
    const { edits, ids } = duplicateShapes(document, this.host.selection(), DUPLICATE_OFFSET, this.#lastPoint)
    this.host.apply(edits, 'new', () => this.host.select(ids))
  }

  nudge(dx: number, dy: number): void {
    const ids = this.host.selection()
    const now = this.host.now()
    const goesOn = ids === this.#nudged && now - this.#nudgedAt < NUDGE_PAUSE_MS
    const { document } = this.host
    const edits = inPieces(document, ids, (some) => moveShapes(document, some, dx, dy))
    this.host.make(edits, ids, goesOn ? 'extend' : 'new')
    this.#nudged = ids
    this.#nudgedAt = now
  }

  /** Something else was done: the next nudge is a step of its own. */
  interrupt(): void {
    this.#nudgedAt = -Infinity
  }

  reorder(to: Stacking): void {
    this.host.apply(reorderShapes(this.host.document, this.host.selection(), to))
  }

  group(): void {
    const id = newShapeId()
    const edits = groupShapes(this.host.document, this.host.selection(), id)
    this.host.apply(edits, 'new', () => this.host.select([id]))
  }

  ungroup(): void {
    const { document } = this.host
    const ids = this.host.selection()
    const freed = ids.flatMap((id) => (document.get(id)?.type === 'group' ? document.childrenOf(id) : [id]))
    this.host.apply(ungroupShapes(document, ids, this.#lastPoint), 'new', () => this.host.select(freed))
  }

  copy(): string | null {
    const ids = this.host.selection()
    return ids.length === 0 ? null : JSON.stringify(copyShapes(this.host.document, ids, this.#lastPoint))
  }

  paste(text: string): boolean {
    if (text.trim() === '') return false
    const { at, frame } = this.host.target()
    const payload = readJson(text)
    const pasted = payload ? pasteShapes(this.host.document, payload, { at, parent: frame }) : null
    if (!pasted?.ok) return this.#pasteText(text, at, frame)
    const { edits, ids } = pasted.value
    return this.host.apply(edits, 'new', () => this.host.select(ids))
  }

  /** Put shapes that come as `create` edits with their middle at `at`, above what is there. */
  place(edits: readonly Edit[], at: Point): boolean {
    const { document } = this.host
    const records = edits.flatMap((edit) => (edit.do === 'create' ? [edit.shape] : []))
    const view = new RecordView(records)
    const roots = view.childrenOf(null)
    const box = boxAroundShapes(view, roots)
    if (!box) return false
    const by = subtract(at, centreOf(box))
    const siblings = siblingsIn(document, null)
    const { keys, rekeyed } = insertKeys(siblings, siblings.length, roots.length)
    const orders = new Map(roots.map((id, i) => [id, keys[i]!]))
    const moved = new Map(
      moveShapes(view, roots, by.x, by.y).flatMap((edit) =>
        edit.do === 'patch' && edit.patch.geo ? [[edit.id, edit.patch.geo]] : [],
      ),
    )
    const placed = records.map((record): Edit => {
      const { id } = record
      const order = orders.get(id) ?? record.order
      return { do: 'create', shape: { ...record, order, geo: moved.get(id) ?? record.geo } }
    })
    const room = [...rekeyed].map(([id, order]): Edit => ({ do: 'patch', id, patch: { order } }))
    return this.host.apply([...room, ...placed], 'new', () => this.host.select(roots))
  }

  #pasteText(text: string, at: Point, frame: ShapeId | null): boolean {
    const { document } = this.host
    const shape: ShapeRecord = {
      id: newShapeId(),
      type: 'text',
      geo: [0, 0, 0, 0, 0],
      style: { ...definitionOf('text').defaults.style, ...this.host.textStyle() },
      order: orderOnTop(document, frame),
      parent: frame,
      text,
      data: { wrap: 'auto' },
    }
    let sized = { ...shape, geo: boxForText(shape, text) ?? shape.geo }
    if (sized.geo[2] > PASTED_WIDTH) {
      const wrapped = { ...shape, geo: [0, 0, PASTED_WIDTH, 0, 0] as const, data: { wrap: 'fixed' as const } }
      sized = { ...wrapped, geo: boxForText(wrapped, text) ?? wrapped.geo }
    }
    const [, , w, h] = sized.geo
    const origin = frame === null ? { x: 0, y: 0 } : (place(document, frame)?.box ?? { x: 0, y: 0 })
    const geo = [at.x - w / 2 - origin.x, at.y - h / 2 - origin.y, w, h, 0] as const
    if (!this.host.apply([{ do: 'create', shape: { ...sized, geo } }])) return false
    this.host.select([shape.id])
    return true
  }

  readonly #lastPoint = (arrow: ShapeId, end: 'start' | 'end') =>
    lastPointOf({ place: (id) => place(this.host.document, id) })(arrow, end)
}

/** The text as JSON when it may be our clipboard format, else undefined: most pasted text is just text. */
function readJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
