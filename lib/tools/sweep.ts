import type { ShapeId } from '../board/ids'
import type { BoardView } from '../board/shape'
import type { Command, Touched } from './define'

/**
 * Selections up to this size follow the pointer; larger ones are told each time they have doubled or halved, and at
 * the end: everything that shows the selection is as long as it is.
 */
const LIVE_MOST = 1_000

interface Unit {
  inside: number
  /** Shapes that make it up: one, or those in a group. */
  readonly size: number
}

/**
 * What a growing and shrinking area has caught, a group as one: by `some` of its shapes, or by `all` of them. Only
 * shapes that a change of the area can concern are looked at again, so that a move costs what it changes.
 */
export class Sweep {
  readonly #inside = new Set<ShapeId>()
  readonly #units = new Map<ShapeId, Unit>()
  readonly #caught = new Set<ShapeId>()
  #told = 0

  constructor(
    private readonly board: BoardView,
    /** Selected already, and kept. */
    readonly before: readonly ShapeId[],
    private readonly needs: 'some' | 'all',
  ) {}

  /** Look at shapes again: `isIn` says of each whether the area has it now. */
  look(shapes: Iterable<Touched>, isIn: (shape: Touched) => boolean): void {
    for (const shape of shapes) {
      const was = this.#inside.has(shape.id)
      if (isIn(shape) === was) continue
      if (was) this.#inside.delete(shape.id)
      else this.#inside.add(shape.id)
      this.#count(outermostGroup(this.board, shape.id), was ? -1 : 1)
    }
  }

  /** Select what is caught by now, if that is worth telling; at the end it always is. */
  told({ isOver = false } = {}): readonly Command[] {
    const { size } = this.#caught
    const isWorth = size <= LIVE_MOST || size >= this.#told * 2 || size <= this.#told / 2
    if (!isOver && !isWorth) return []
    this.#told = size
    const kept = this.before.filter((id) => !this.#caught.has(id))
    return [{ do: 'select', ids: [...kept, ...this.#caught] }]
  }

  #count(id: ShapeId, by: 1 | -1): void {
    let unit = this.#units.get(id)
    if (!unit) {
      unit = { inside: 0, size: this.needs === 'all' ? sizeOf(this.board, id) : 1 }
      this.#units.set(id, unit)
    }
    unit.inside += by
    if (unit.inside >= unit.size) this.#caught.add(id)
    else this.#caught.delete(id)
  }
}

/** The outermost group around a shape, itself when there is none; frames hold groups apart. */
function outermostGroup(board: BoardView, id: ShapeId): ShapeId {
  let top = id
  for (let parent = board.parentOf(id); parent !== null; parent = board.parentOf(parent)) {
    if (board.get(parent)?.type !== 'group') break
    top = parent
  }
  return top
}

const sizeOf = (board: BoardView, id: ShapeId): number =>
  board.get(id)?.type === 'group'
    ? board.childrenOf(id).reduce((sum, child) => sum + sizeOf(board, child), 0)
    : 1
