import { isShapeId, newShapeId, type ShapeId } from '../../board/ids'

/** Gives out each id once in a file: the one it has there if we can use it, else a new one. */
export class Ids {
  readonly #taken = new Set<string>()

  /** `wanted` itself, or `null` when it is no id of ours or already given out. */
  claim(wanted: string | null): ShapeId | null {
    if (!isShapeId(wanted) || this.#taken.has(wanted)) return null
    this.#taken.add(wanted)
    return wanted
  }

  fresh(): ShapeId {
    return this.claim(newShapeId()) ?? this.fresh()
  }
}
