import { boxAround, expand, union, type Box } from '../../geometry/box'
import type { StrokePoint } from '../../board/shape'
import { definitionOf } from '../../shapes/index'
import { PEN_REACH, PEN_THINNING, strokeOutline, traceOutline } from '../../shapes/stroke'
import type { InkStroke } from '../ink-stroke'

/** Up to here the outline is made anew with each sample, exactly as it will be when the pen lifts. */
const WHOLE = 400
/** Beyond, pieces of this many points are made once; only the rest is made anew. */
const PIECE = 250
/** Each piece begins this far back in the one before: the outline has forgotten its beginning by then. */
const OVERLAP = 40

interface Piece {
  readonly path: Path2D
  readonly box: Box
}

/** The outline of a stroke in progress, at a cost for each sample that does not grow with the stroke. */
export class GrowingPath {
  readonly #done: Piece[] = []
  #from = 0
  #count = -1
  #tail: Piece | null = null
  readonly width: number
  readonly #thinning: number

  constructor(readonly stroke: InkStroke) {
    this.width = stroke.style.width ?? definitionOf(stroke.type).defaults.style.width ?? 1
    this.#thinning = stroke.type === 'pen' ? PEN_THINNING : 0
  }

  /** Take in new points: the box (page units) whose picture changed, or null. */
  grow(): Box | null {
    const { points } = this.stroke
    if (points.length === this.#count) return null
    this.#count = points.length
    let changed = this.#tail?.box ?? null
    while (points.length - this.#from > WHOLE) {
      const piece = this.#piece(points.slice(this.#from, this.#from + PIECE))
      changed = changed ? union(changed, piece.box) : piece.box
      this.#done.push(piece)
      this.#from += PIECE - OVERLAP
    }
    this.#tail = this.#piece(points.slice(this.#from))
    return changed ? union(changed, this.#tail.box) : this.#tail.box
  }

  /** One path, so that pieces that overlap are no darker where the ink is translucent. */
  path(): Path2D {
    const whole = new Path2D()
    for (const { path } of this.#done) whole.addPath(path)
    if (this.#tail) whole.addPath(this.#tail.path)
    return whole
  }

  #piece(points: readonly StrokePoint[]): Piece {
    const path = new Path2D()
    traceOutline(path, strokeOutline(points, { width: this.width, thinning: this.#thinning }))
    const around = boxAround(points.map(([x, y]) => ({ x, y })))
    return { path, box: expand(around, this.width * PEN_REACH) }
  }
}
