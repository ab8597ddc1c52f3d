import type { StrokePoint } from '../board/shape'
import { SpeedPressure } from './speed-pressure'

export interface Nib {
  readonly width: number
  /** How much pressure changes the width: 0 not at all, 1 from nothing to double. */
  readonly thinning: number
}

/*
 * Lengths below are in widths of the nib, so that ink drawn at 5 000 % is made as at 100 %.
 */

/**
 * A point moves to the mean of the stroke this far along it on either side, near points counting more: jitter goes.
 * No point moves farther than this, and a corner drawn slowly is cut by a third of it at most.
 */
export const SMOOTHING = 0.75
/** Of points closer together than this the first stands for all, which bounds what such a mean costs. */
const STEP = SMOOTHING / 6
/** Vertices of an edge are this far apart, where it bends a fifth of that: the quadratics between them are smooth. */
const VERTEX_STEP = 0.5
const BENT_VERTEX_STEP = VERTEX_STEP / 5
/** An edge bends where its direction has changed by more than some 20° since its last vertex. */
const BENT_COSINE = 0.94
/** Where a stroke turns by more than some 75° at one point, it has a corner there and is no curve. */
const CORNER_COSINE = 0.26
/** Round ends and corners have a vertex for each of these angles. */
const ROUND_STEP = Math.PI / 8

/** What may still change at the end of a stroke. All of it as `x, y, x, y, …`. */
export interface Tail {
  /** From where the finished edges end. */
  readonly left: readonly number[]
  readonly right: readonly number[]
  /** The round end, from the left edge to the right, and the round beginning, from the right edge to the left. */
  readonly end: readonly number[]
  readonly start: readonly number[]
}

/** Where the making of the edges is; copied and put back around what is only tried. */
interface Progress {
  /** Of the points kept, the first whose centre is not made. */
  next: number
  rawX: number
  rawY: number
  rawPressure: number
  /** The last centre made: its edges wait for the direction that follows. `u` is the direction that led to it. */
  hasCentre: boolean
  cx: number
  cy: number
  radius: number
  ux: number
  uy: number
  /** Direction of each edge at its last vertex. */
  leftX: number
  leftY: number
  rightX: number
  rightY: number
}

/**
 * The two edges of a stroke, made as its points come: each point costs the same however long the stroke has become,
 * and what is finished never changes. Ink being drawn and ink being read are both made here, so they are the same.
 *
 * The look is that of perfect-freehand: edges beside a smoothed centre, as far apart as pressure or speed says,
 * and round where the stroke turns sharply.
 */
export class StrokeOutline {
  /** Finished vertices of each edge as `x, y, x, y, …`. */
  readonly left: number[] = []
  readonly right: number[] = []
  readonly #start: number[] = []
  readonly #xs: number[] = []
  readonly #ys: number[] = []
  readonly #pressures: number[] = []
  /** Length of the stroke up to each point kept. */
  readonly #along: number[] = []
  readonly #reach: number
  readonly #step: number
  readonly #vertexStep: number
  readonly #bentStep: number
  #speed: SpeedPressure
  #now: Progress = {
    next: 0,
    rawX: 0,
    rawY: 0,
    rawPressure: 0,
    hasCentre: false,
    cx: 0,
    cy: 0,
    radius: 0,
    ux: 0,
    uy: 0,
    leftX: 0,
    leftY: 0,
    rightX: 0,
    rightY: 0,
  }

  constructor(
    private readonly nib: Nib,
    /** The device gives no pressure: the width follows the speed. */
    private readonly isSimulated: boolean,
  ) {
    this.#reach = nib.width * SMOOTHING
    this.#step = nib.width * STEP
    this.#vertexStep = nib.width * VERTEX_STEP
    this.#bentStep = nib.width * BENT_VERTEX_STEP
    this.#speed = new SpeedPressure(nib.width)
  }

  push([x, y, given]: StrokePoint): void {
    const pressure = this.isSimulated ? this.#speed.next(x, y) : given
    const last = this.#xs.length - 1
    this.#now.rawX = x
    this.#now.rawY = y
    this.#now.rawPressure = pressure
    if (last < 0) return this.#keep(0)
    const moved = lengthOf(x - this.#xs[last]!, y - this.#ys[last]!)
    if (moved < this.#step) return
    this.#keep(this.#along[last]! + moved)
    const ready = this.#along[last + 1]! - this.#reach
    while (this.#along[this.#now.next]! <= ready) this.#makeCentre(Infinity)
  }

  /** The rest of the outline if the stroke ended here, or went on through `ahead` and ended there. */
  tail(ahead: readonly StrokePoint[] = []): Tail {
    const before = { ...this.#now }
    const speed = this.#speed
    const [kept, left, right, start] = [
      this.#xs.length,
      this.left.length,
      this.right.length,
      this.#start.length,
    ]
    if (ahead.length > 0) this.#speed = speed.copy()
    for (const point of ahead) this.push(point)
    const end = this.#close()
    const tail = {
      left: this.left.slice(left),
      right: this.right.slice(right),
      end,
      start: [...this.#start],
    }
    for (const list of [this.#xs, this.#ys, this.#pressures, this.#along]) list.length = kept
    this.left.length = left
    this.right.length = right
    this.#start.length = start
    this.#now = before
    this.#speed = speed
    return tail
  }

  /** The whole closed outline if the stroke ended here. */
  whole(): Float64Array {
    const { left, right, end, start } = this.tail()
    const flat = new Float64Array(
      this.left.length + left.length + end.length + right.length + this.right.length + start.length,
    )
    flat.set(this.left)
    flat.set(left, this.left.length)
    flat.set(end, this.left.length + left.length)
    const at = putBackwards(flat, this.left.length + left.length + end.length, right)
    flat.set(start, putBackwards(flat, at, this.right))
    return flat
  }

  #keep(along: number): void {
    const { rawX, rawY, rawPressure } = this.#now
    this.#xs.push(rawX)
    this.#ys.push(rawY)
    this.#pressures.push(rawPressure)
    this.#along.push(along)
  }

  /** Make what remains as at the end of a stroke; returns the round end. */
  #close(): number[] {
    const now = this.#now
    const last = this.#xs.length - 1
    if (last < 0) return []
    const moved = lengthOf(now.rawX - this.#xs[last]!, now.rawY - this.#ys[last]!)
    if (moved > 0) this.#keep(this.#along[last]! + moved)
    const end = this.#along.at(-1)!
    if (end === 0) return this.#dot()
    while (now.next < this.#xs.length) this.#makeCentre(end)
    const { cx, cy, radius, ux, uy } = now
    this.#bothEdges(cx, cy, uy * radius, -ux * radius)
    return arc(cx, cy, uy * radius, -ux * radius, Math.PI)
  }

  #dot(): number[] {
    const { rawX, rawY, rawPressure } = this.#now
    const radius = this.#radiusOf(rawPressure)
    return [rawX + radius, rawY, ...arc(rawX, rawY, radius, 0, 2 * Math.PI)]
  }

  #radiusOf(pressure: number): number {
    return this.nib.width * (0.5 + this.nib.thinning * (pressure - 0.5))
  }

  /** Smooth the next point kept; `end` is the length of the whole stroke, infinite while it goes on. */
  #makeCentre(end: number): void {
    const [xs, ys, pressures, along] = [this.#xs, this.#ys, this.#pressures, this.#along]
    const i = this.#now.next++
    const at = along[i]!
    // Both ends of the stroke stay where they are.
    const reach = Math.min(this.#reach, at, end - at)
    if (!(reach > 0)) return this.#centre(xs[i]!, ys[i]!, this.#radiusOf(pressures[i]!))
    let from = i
    while (at - along[from - 1]! < reach) from--
    let x = 0
    let y = 0
    let pressure = 0
    let sum = 0
    for (let j = from; along[j]! - at < reach; j++) {
      // As much as the stretch that it stands for, so that a pen that lingers pulls no more than one that passes.
      const share = (reach - Math.abs(along[j]! - at)) * (along[j + 1]! - along[j - 1]!)
      x += xs[j]! * share
      y += ys[j]! * share
      pressure += pressures[j]! * share
      sum += share
    }
    this.#centre(x / sum, y / sum, this.#radiusOf(pressure / sum))
  }

  #centre(x: number, y: number, radius: number): void {
    const now = this.#now
    if (now.hasCentre) {
      const [dx, dy] = [x - now.cx, y - now.cy]
      const length = lengthOf(dx, dy)
      if (length === 0) return
      const [wx, wy] = [dx / length, dy / length]
      if (this.left.length === 0) this.#begin(wx, wy)
      else this.#edges(wx, wy)
      now.ux = wx
      now.uy = wy
    }
    now.hasCentre = true
    now.cx = x
    now.cy = y
    now.radius = radius
  }

  #begin(wx: number, wy: number): void {
    const { cx, cy, radius } = this.#now
    const [nx, ny] = [wy * radius, -wx * radius]
    this.#bothEdges(cx, cy, nx, ny)
    this.#start.push(...arc(cx, cy, -nx, -ny, Math.PI))
    this.#turnEdges(wx, wy)
  }

  /** The edges beside the waiting centre, from which the stroke goes on in direction `w`. */
  #edges(wx: number, wy: number): void {
    const { cx, cy, radius, ux, uy } = this.#now
    const cosine = ux * wx + uy * wy
    if (cosine < CORNER_COSINE) return this.#corner(wx, wy, cosine)
    const scale = radius / Math.sqrt(2 + 2 * cosine)
    const [nx, ny] = [(uy + wy) * scale, -(ux + wx) * scale]
    const now = this.#now
    if (this.#isNews(this.left, cx + nx, cy + ny, wx, wy, now.leftX, now.leftY)) {
      this.left.push(cx + nx, cy + ny)
      now.leftX = wx
      now.leftY = wy
    }
    if (this.#isNews(this.right, cx - nx, cy - ny, wx, wy, now.rightX, now.rightY)) {
      this.right.push(cx - nx, cy - ny)
      now.rightX = wx
      now.rightY = wy
    }
  }

  /** Near the last vertex one more shows nothing; behind it, on the inside of a turn, it would make a knot. */
  #isNews(edge: number[], x: number, y: number, wx: number, wy: number, ux: number, uy: number): boolean {
    const n = edge.length
    const [dx, dy] = [x - edge[n - 2]!, y - edge[n - 1]!]
    if (dx * wx + dy * wy < 0) return false
    const least = ux * wx + uy * wy < BENT_COSINE ? this.#bentStep : this.#vertexStep
    return dx * dx + dy * dy >= least * least
  }

  /** Around the outside of a sharp turn, and on the inside through its centre, so that both legs are whole. */
  #corner(wx: number, wy: number, cosine: number): void {
    const { cx, cy, radius, ux, uy } = this.#now
    const isRight = ux * wy - uy * wx > 0
    const side = isRight ? radius : -radius
    const turn = Math.acos(Math.max(-1, cosine)) * (isRight ? 1 : -1)
    const [outer, inner] = isRight ? [this.left, this.right] : [this.right, this.left]
    const [nx, ny] = [uy * side, -ux * side]
    outer.push(cx + nx, cy + ny, ...arc(cx, cy, nx, ny, turn), cx + wy * side, cy - wx * side)
    const [bx, by] = [cx - wy * side, cy + wx * side]
    inner.push(cx - nx, cy - ny, cx - nx, cy - ny, cx, cy, bx, by, bx, by)
    this.#turnEdges(wx, wy)
  }

  #turnEdges(wx: number, wy: number): void {
    const now = this.#now
    now.leftX = now.rightX = wx
    now.leftY = now.rightY = wy
  }

  #bothEdges(x: number, y: number, nx: number, ny: number): void {
    this.left.push(x + nx, y + ny)
    this.right.push(x - nx, y - ny)
  }
}

/** `Math.hypot` guards against overflow that coordinates of a board cannot reach, at ten times the cost. */
const lengthOf = (x: number, y: number) => Math.sqrt(x * x + y * y)

/** Vertices on a circle, from beside the centre by `n` on by `angle` (radians, clockwise), without the first and last. */
function arc(x: number, y: number, nx: number, ny: number, angle: number): number[] {
  const steps = Math.max(1, Math.ceil(Math.abs(angle) / ROUND_STEP))
  const vertices: number[] = []
  for (let i = 1; i < steps; i++) {
    const [cos, sin] = [Math.cos((angle * i) / steps), Math.sin((angle * i) / steps)]
    vertices.push(x + nx * cos - ny * sin, y + nx * sin + ny * cos)
  }
  return vertices
}

/** Put vertices in reverse order; returns the place after them. */
function putBackwards(flat: Float64Array, from: number, vertices: readonly number[]): number {
  let at = from
  for (let i = vertices.length - 2; i >= 0; i -= 2) {
    flat[at++] = vertices[i]!
    flat[at++] = vertices[i + 1]!
  }
  return at
}
