import type { ShapeId } from './ids'
import { compareOrder } from './order'
import type { ShapeRecord } from './shape'

const NONE: readonly ShapeId[] = []
/** Up to here single moves within a copy beat going through all. */
const FEW_CHANGES = 16

/**
 * The shapes inside one parent in the order of painting. What comes and goes is noted at once and sorted in when
 * somebody asks, so that a board that arrives in a hundred pieces is not merged a hundred times. Lists that were
 * handed out are never changed afterwards.
 */
export class Siblings {
  #list: readonly ShapeId[] = NONE
  readonly #entering = new Set<ShapeId>()
  readonly #leaving = new Set<ShapeId>()

  constructor(private readonly get: (id: ShapeId) => ShapeRecord | undefined) {}

  enter(id: ShapeId): void {
    this.#entering.add(id)
  }

  /** It is gone, belongs elsewhere, or is about to enter at another place. */
  leave(id: ShapeId): void {
    this.#entering.delete(id)
    this.#leaving.add(id)
  }

  get list(): readonly ShapeId[] {
    if (this.#entering.size + this.#leaving.size === 0) return this.#list
    const kept = this.#leaving.size > 0 ? without(this.#list, this.#leaving) : this.#list
    this.#list = this.#entering.size > 0 ? this.#merged(kept) : kept
    this.#entering.clear()
    this.#leaving.clear()
    return this.#list
  }

  #merged(kept: readonly ShapeId[]): readonly ShapeId[] {
    const rising: ShapeRecord[] = []
    for (const id of this.#entering) rising.push(this.get(id)!)
    rising.sort(compareOrder)
    const ids = rising.map(({ id }) => id)
    if (this.#position(kept, rising[0]!, 0) === kept.length) return kept.length > 0 ? kept.concat(ids) : ids
    const few = rising.length <= FEW_CHANGES
    const merged = few ? kept.slice() : []
    let from = 0
    for (const [i, record] of rising.entries()) {
      const to = this.#position(kept, record, from)
      if (few) merged.splice(to + i, 0, record.id)
      else {
        while (from < to) merged.push(kept[from++]!)
        merged.push(record.id)
      }
      from = to
    }
    if (!few) while (from < kept.length) merged.push(kept[from++]!)
    return merged
  }

  /** Where a record belongs among sorted siblings, from an index on. */
  #position(siblings: readonly ShapeId[], record: ShapeRecord, start: number): number {
    let [from, to] = [start, siblings.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (compareOrder(this.get(siblings[middle]!)!, record) < 0) from = middle + 1
      else to = middle
    }
    return from
  }
}

/** A copy of `siblings` in which the shapes that leave are not. */
function without(siblings: readonly ShapeId[], leaving: ReadonlySet<ShapeId>): readonly ShapeId[] {
  if (leaving.size > FEW_CHANGES) return siblings.filter((id) => !leaving.has(id))
  const kept = siblings.slice()
  for (const id of leaving) {
    const at = kept.indexOf(id)
    if (at >= 0) kept.splice(at, 1)
  }
  return kept
}
