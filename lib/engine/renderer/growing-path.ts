import { boxAround, intersects, union, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import type { StrokePoint } from '../../board/shape'
import { PEN_THINNING, traceOutline } from '../../shapes/stroke'
import { StrokeOutline, type Tail } from '../../shapes/stroke-outline'
import type { InkStroke } from '../ink-stroke'

/** Numbers (`x, y` of both edges) of a finished part of the outline that has a box of its own. */
const PART_LENGTH = 64

/** A finished part of the outline: where it ends on each edge, and what it covers, from the stroke's first point. */
interface Part {
  readonly left: number
  readonly right: number
  readonly box: Box
}
const START: Pick<Part, 'left' | 'right'> = { left: 0, right: 0 }

/**
 * The outline of a stroke in progress, from its first point. New points cost the same however long the stroke is, and
 * so does painting where it grew: only the parts there are traced.
 */
export class GrowingPath {
  #outline: StrokeOutline
  #parts: Part[] = []
  #count = 0
  #ahead: readonly StrokePoint[] = []
  #isSimulated: boolean
  #tail: Tail = { left: [], right: [], end: [], start: [] }
  #tailBox: Box | null = null
  #box: Box | null = null
  /** Paths are told from here: the first point, so that they are exact far out on the page. */
  readonly origin: Point

  constructor(readonly stroke: InkStroke) {
    const [x, y] = stroke.points[0] ?? [0, 0]
    this.origin = { x, y }
    this.#isSimulated = this.#hasSimulation()
    this.#outline = this.#fresh()
  }

  /** Take in new points: the box (page units) whose picture changed, or null. */
  grow(): Box | null {
    const { points, ahead } = this.stroke
    if (points.length === this.#count && ahead === this.#ahead) return null
    let changed = this.#tailBox
    if (this.#isSimulated !== this.#hasSimulation()) {
      // The first real pressure, as a rule the second sample: the width was made of the speed so far.
      for (const { box } of this.#parts) changed = changed ? union(changed, box) : box
      this.#isSimulated = this.#hasSimulation()
      this.#outline = this.#fresh()
      this.#parts = []
      this.#count = 0
    }
    while (this.#count < points.length) {
      this.#outline.push(this.#local(points[this.#count++]!))
      const part = this.#takePart()
      if (part) changed = changed ? union(changed, part.box) : part.box
    }
    this.#ahead = ahead
    this.#tail = this.#outline.tail(ahead.map((point) => this.#local(point)))
    const { left, right, end, start } = this.#tail
    this.#tailBox = union(this.#boxFrom(this.#lastPart()), boxOf(left, right, end, start))
    changed = changed ? union(changed, this.#tailBox) : this.#tailBox
    const box = this.#onPage(changed)
    this.#box = this.#box ? union(this.#box, box) : box
    return box
  }

  /** The outline as it is filled: the parts that `area` (page units) shows something of. */
  trace(area: Box): Path2D {
    const path = new Path2D()
    const n = this.#parts.length
    const seen = { ...area, x: area.x - this.origin.x, y: area.y - this.origin.y }
    const isSeen = (i: number) => intersects(i === n ? this.#tailBox! : this.#parts[i]!.box, seen)
    if (!this.#tailBox) return path
    for (let from = 0; from <= n; from++) {
      if (!isSeen(from)) continue
      let to = from
      while (to < n && isSeen(to + 1)) to++
      // Cut outside of what is seen, so that nothing of the cut is.
      const [first, last] = [Math.max(0, from - 1), Math.min(n, to + 1)]
      traceOutline(path, this.#run(first, last))
      from = last
    }
    return path
  }

  /** The closed outline of the parts `first` to `last`; the one after the finished ones is the tail. */
  #run(first: number, last: number): number[] {
    const { left, right } = this.#outline
    const from = this.#parts[first - 1] ?? START
    const isWhole = last === this.#parts.length
    const to = isWhole ? { left: left.length, right: right.length } : this.#parts[last]!
    const run = left.slice(from.left, to.left)
    if (isWhole) run.push(...this.#tail.left, ...this.#tail.end)
    if (isWhole) pushBackwards(run, this.#tail.right)
    pushBackwards(run, right.slice(from.right, to.right))
    if (first === 0) run.push(...this.#tail.start)
    return run
  }

  /** Whether something of it may be seen in `area` (page units): finer than its box. */
  isIn(area: Box): boolean {
    const seen = { ...area, x: area.x - this.origin.x, y: area.y - this.origin.y }
    if (!this.#tailBox) return false
    return intersects(this.#tailBox, seen) || this.#parts.some(({ box }) => intersects(box, seen))
  }

  /** Page units: everything that it has covered. */
  get box(): Box | null {
    return this.#box
  }

  #onPage(box: Box): Box {
    return { ...box, x: box.x + this.origin.x, y: box.y + this.origin.y }
  }
  #hasSimulation(): boolean {
    return this.stroke.type === 'pen' && !this.stroke.hasPressure
  }
  #fresh(): StrokeOutline {
    const { width, type } = this.stroke
    return new StrokeOutline({ width, thinning: type === 'pen' ? PEN_THINNING : 0 }, this.#isSimulated)
  }
  #local([x, y, pressure]: StrokePoint): StrokePoint {
    return [x - this.origin.x, y - this.origin.y, pressure]
  }
  #lastPart(): Pick<Part, 'left' | 'right'> {
    return this.#parts.at(-1) ?? START
  }

  #takePart(): Part | null {
    const from = this.#lastPart()
    const { left, right } = this.#outline
    if (left.length + right.length - from.left - from.right < PART_LENGTH) return null
    const part = { left: left.length, right: right.length, box: this.#boxFrom(from) }
    this.#parts.push(part)
    return part
  }

  /** What the finished edges cover from there on; a curve between two parts reaches back to the vertex before. */
  #boxFrom({ left, right }: Pick<Part, 'left' | 'right'>): Box {
    const { left: lefts, right: rights } = this.#outline
    return boxOf(lefts.slice(Math.max(0, left - 2)), rights.slice(Math.max(0, right - 2)))
  }
}

function boxOf(...lists: readonly (readonly number[])[]): Box {
  return boxAround(
    (function* () {
      for (const list of lists)
        for (let i = 0; i + 1 < list.length; i += 2) yield { x: list[i]!, y: list[i + 1]! }
    })(),
  )
}

function pushBackwards(run: number[], vertices: readonly number[]): void {
  for (let i = vertices.length - 2; i >= 0; i -= 2) run.push(vertices[i]!, vertices[i + 1]!)
}
