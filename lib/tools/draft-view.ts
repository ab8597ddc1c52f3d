import { frameOrigin } from '../board/hierarchy'
import type { ShapeId } from '../board/ids'
import { compareOrder } from '../board/order'
import { patchRecord } from '../board/patch'
import type { BoardView, Edit, ShapeRecord } from '../board/shape'

/** A board with edits on top that are not written: what a gesture shows. Costs what the edits cost. */
export class DraftView implements BoardView {
  readonly #changed = new Map<ShapeId, ShapeRecord | null>()
  /** Sibling lists that differ from the board's, made when first asked. */
  readonly #children = new Map<ShapeId | null, readonly ShapeId[]>()

  constructor(
    private readonly base: BoardView,
    edits: Iterable<Edit>,
  ) {
    for (const edit of edits) {
      if (edit.do === 'create') this.#changed.set(edit.shape.id, edit.shape)
      else if (edit.do === 'remove') this.#changed.set(edit.id, null)
      else {
        const record = this.get(edit.id)
        if (record) this.#changed.set(edit.id, patchRecord(record, edit.patch))
      }
    }
  }

  /** Shapes that the edits make, change or remove. */
  get changed(): ReadonlyMap<ShapeId, ShapeRecord | null> {
    return this.#changed
  }

  get(id: ShapeId): ShapeRecord | undefined {
    const changed = this.#changed.get(id)
    return changed === undefined ? this.base.get(id) : (changed ?? undefined)
  }
  get size(): number {
    let size = this.base.size
    for (const [id, record] of this.#changed)
      size += Number(record !== null) - Number(this.base.get(id) !== undefined)
    return size
  }
  *all(): Iterable<ShapeRecord> {
    for (const record of this.base.all()) if (!this.#changed.has(record.id)) yield record
    for (const record of this.#changed.values()) if (record) yield record
  }

  parentOf(id: ShapeId): ShapeId | null {
    const record = this.#changed.get(id)
    if (!record) return this.base.parentOf(id)
    if (record.parent === this.base.get(id)?.parent) return this.base.parentOf(id)
    const parent = record.parent === null ? undefined : this.get(record.parent)
    return parent && (parent.type === 'frame' || parent.type === 'group') ? parent.id : null
  }

  childrenOf(parent: ShapeId | null): readonly ShapeId[] {
    const known = this.#children.get(parent)
    if (known) return known
    const before = this.base.childrenOf(parent)
    const isTouched =
      before.some((id) => this.#changed.has(id)) ||
      [...this.#changed].some(([id, record]) => record !== null && this.parentOf(id) === parent)
    const children = isTouched ? this.#sorted(parent, before) : before
    this.#children.set(parent, children)
    return children
  }

  #sorted(parent: ShapeId | null, before: readonly ShapeId[]): readonly ShapeId[] {
    const ids = before.filter((id) => !this.#changed.has(id))
    for (const [id, record] of this.#changed) if (record && this.parentOf(id) === parent) ids.push(id)
    return ids
      .flatMap((id) => this.get(id) ?? [])
      .sort(compareOrder)
      .map(({ id }) => id)
  }

  arrowsAt(target: ShapeId): readonly ShapeId[] {
    const arrows = this.base.arrowsAt(target).filter((id) => !this.#changed.has(id))
    for (const [id, record] of this.#changed) {
      const { start, end } = record?.data ?? {}
      const isTied = (tie: typeof start) => tie !== undefined && 'shape' in tie && tie.shape === target
      if (record?.type === 'arrow' && (isTied(start) || isTied(end))) arrows.push(id)
    }
    return arrows
  }

  originOf(id: ShapeId): { readonly x: number; readonly y: number } {
    return frameOrigin(this, id)
  }
}
