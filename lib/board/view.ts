import { frameOrigin, isContainer, resolveParents, type Place } from './hierarchy'
import type { ShapeId } from './ids'
import type { ArrowEnd, BoardView, ShapeRecord } from './shape'
import { Siblings } from './siblings'

const PAGE: Place = { parent: null, depth: 0 }
const NONE: readonly ShapeId[] = []

/** The shapes that an arrow's ends are attached to. */
export function targetsOf(record: ShapeRecord): ShapeId[] {
  if (record.type !== 'arrow') return []
  const shapeAt = (end: ArrowEnd | undefined) => (end && 'shape' in end ? end.shape : undefined)
  const [start, end] = [shapeAt(record.data.start), shapeAt(record.data.end)]
  if (start === undefined) return end === undefined ? [] : [end]
  return end === undefined || end === start ? [start] : [start, end]
}

/**
 * A board in memory, made of records and kept up to date by `update` at the cost of what changed: who is inside
 * whom (cycles broken), paint order, arrows by target. Lists it hands out are never changed afterwards.
 */
export class RecordView implements BoardView {
  readonly #records = new Map<ShapeId, ShapeRecord>()
  /** Only shapes that are inside something, or whose stored parent does not count. */
  readonly #places = new Map<ShapeId, Place>()
  readonly #children = new Map<ShapeId | null, Siblings>()
  /** Who names this id as parent, whether it counts, exists, or not. */
  readonly #claims = new Map<ShapeId, Set<ShapeId>>()
  readonly #arrows = new Map<ShapeId, readonly ShapeId[]>()

  constructor(records: Iterable<ShapeRecord> = []) {
    const changes = new Map<ShapeId, ShapeRecord>()
    for (const record of records) changes.set(record.id, record)
    this.update(changes)
  }

  get(id: ShapeId): ShapeRecord | undefined {
    return this.#records.get(id)
  }
  get size(): number {
    return this.#records.size
  }
  all(): Iterable<ShapeRecord> {
    return this.#records.values()
  }
  childrenOf(parent: ShapeId | null): readonly ShapeId[] {
    return this.#children.get(parent)?.list ?? NONE
  }
  parentOf(id: ShapeId): ShapeId | null {
    return this.#places.get(id)?.parent ?? null
  }
  arrowsAt(target: ShapeId): readonly ShapeId[] {
    return this.#arrows.get(target) ?? NONE
  }
  originOf(id: ShapeId): { readonly x: number; readonly y: number } {
    return frameOrigin(this, id)
  }

  /** Take over changed records (`null`: gone). Each id once. */
  update(changes: Iterable<readonly [ShapeId, ShapeRecord | null]>): void {
    const before = new Map<ShapeId, ShapeRecord | undefined>()
    const moved = new Set<ShapeId>()
    for (const [id, record] of changes) {
      const old = this.#records.get(id)
      if (!old && !record) continue
      if (record) this.#records.set(id, record)
      else this.#records.delete(id)
      this.#claim(id, old?.parent ?? null, record?.parent ?? null)
      this.#tie(id, old, record)
      // Nearly all that arrives: nothing is around it and nothing waits for it.
      if (!old && record?.parent === null && !this.#claims.has(id)) {
        this.#siblings(null).enter(id)
        continue
      }
      before.set(id, old)
      const isMoved = old?.parent !== record?.parent || isContainer(old) !== isContainer(record ?? undefined)
      if (isMoved || !old || !record) moved.add(id)
    }
    this.#sortChildren(before, this.#resolve(moved))
  }

  #claim(id: ShapeId, old: ShapeId | null, parent: ShapeId | null): void {
    if (old === parent) return
    if (old !== null) {
      const claims = this.#claims.get(old)
      claims?.delete(id)
      if (claims?.size === 0) this.#claims.delete(old)
    }
    if (parent === null) return
    const claims = this.#claims.get(parent)
    if (claims) claims.add(id)
    else this.#claims.set(parent, new Set([id]))
  }

  #tie(id: ShapeId, old: ShapeRecord | undefined, record: ShapeRecord | null): void {
    const [left, entered] = [old ? targetsOf(old) : [], record ? targetsOf(record) : []]
    for (const target of left) {
      if (entered.includes(target)) continue
      const others = this.arrowsAt(target).filter((arrow) => arrow !== id)
      if (others.length > 0) this.#arrows.set(target, others)
      else this.#arrows.delete(target)
    }
    for (const target of entered) {
      if (!left.includes(target)) this.#arrows.set(target, [...this.arrowsAt(target), id])
    }
  }

  /** Resolve what moved and everything inside it; returns the parents they had. */
  #resolve(moved: ReadonlySet<ShapeId>): Map<ShapeId, ShapeId | null> {
    const affected = new Set(moved)
    for (const id of affected) for (const inside of this.#claims.get(id) ?? []) affected.add(inside)
    const nested: ShapeId[] = []
    const parents = new Map<ShapeId, ShapeId | null>()
    for (const id of affected) {
      parents.set(id, this.parentOf(id))
      const record = this.#records.get(id)
      if (record && record.parent !== null) nested.push(id)
      else this.#places.delete(id)
    }
    const places = resolveParents(
      nested,
      (id) => this.#records.get(id),
      (id) => this.#places.get(id) ?? PAGE,
    )
    for (const [id, place] of places) this.#places.set(id, place)
    return parents
  }

  #sortChildren(
    before: ReadonlyMap<ShapeId, ShapeRecord | undefined>,
    parents: ReadonlyMap<ShapeId, ShapeId | null>,
  ): void {
    const consider = (id: ShapeId, old: ShapeRecord | undefined, was: ShapeId | null) => {
      const record = this.#records.get(id)
      const parent = this.parentOf(id)
      if (old && record && old.order === record.order && was === parent) return
      if (old) this.#siblings(was).leave(id)
      if (record) this.#siblings(parent).enter(id)
    }
    for (const [id, old] of before) {
      const was = parents.get(id)
      consider(id, old, was === undefined ? this.parentOf(id) : was)
    }
    for (const [id, was] of parents) if (!before.has(id)) consider(id, this.#records.get(id), was)
    // Nothing is inside what is gone.
    for (const [id, old] of before) if (old && !this.#records.has(id)) this.#children.delete(id)
  }

  #siblings(parent: ShapeId | null): Siblings {
    let siblings = this.#children.get(parent)
    if (!siblings) this.#children.set(parent, (siblings = new Siblings((id) => this.#records.get(id))))
    return siblings
  }
}
