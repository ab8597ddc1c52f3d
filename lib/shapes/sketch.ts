import type { ResolvedOptions, Op } from 'roughjs/bin/core'
import { Random } from 'roughjs/bin/math'
import * as rough from 'roughjs/bin/renderer'
import type { ShapeId } from '../board/ids'
import { cubicAt, type Cubic } from '../geometry/curve'
import { distance, type Point } from '../geometry/point'
import type { Path, Surface } from './define'
import { hatchGap, hatchPolygon } from './hatch'
import type { Look } from './look'

/**
 * The hand-drawn look: roughjs makes the lines, seeded by the shape's id, so that everyone, every tile and every
 * export shows the same ones. Its renderer alone comes to 2.5 KiB gzip with this module (its generator to 8), so it comes with the
 * board and no first picture is drawn in the wrong style.
 */

/** Path commands as numbers, local coordinates: `0 x y` move, `1 x y` line, `2 ax ay bx by x y` curve. */
export type Sketch = Float32Array

/** How a shape is drawn by hand. */
export interface Hand {
  readonly roughness: 1 | 2
  /** Whose lines: the same id gives the same ones. */
  readonly id: ShapeId
  /** Dashes and dots follow one line; drawn twice they would fill each other's gaps. */
  readonly dash: Look['dash']
}

/**
 * A shape whose longer side is this (page units) wobbles as roughjs would have it, larger ones no more; in smaller
 * ones the wobble shrinks with them, so that what is drawn at 5 000 % looks like what is drawn at 100 %.
 */
const ORDINARY_EXTENT = 40
/** roughjs moves the end of a line at most so far for each step of roughness, page units. */
const END_OFFSET = 2
/** Long lines would bow by a share of their length: from here on (page units) by no more than the offset of an end. */
const LONGEST_BOWING = 500
/** Everything it draws lies within this of the clean line, for each step of roughness; found with margin, tested. */
const REACH = 5
/** A wobble of less than this many device pixels cannot be told from a clean line, which costs a fifth. */
const SEEN_FROM_PX = 0.75

const shrinkFor = (extent: number): number => Math.min(1, extent / ORDINARY_EXTENT)

/** How far a sketch of a shape of that extent (its longer side) leaves the clean outline, page units. */
export const wobbleOf = (roughness: Look['roughness'], extent: number): number =>
  REACH * roughness * shrinkFor(extent)

/** Whether a shape is drawn by hand here: not when it is plain, and not so far out that nobody could tell. */
export function isSketched(
  surface: Surface,
  look: Look,
  extent: number,
): look is Look & Pick<Hand, 'roughness'> {
  const { roughness } = look
  if (roughness === 0 || extent === 0) return false
  return END_OFFSET * roughness * shrinkFor(extent) >= (surface.pixel ?? 0) * SEEN_FROM_PX
}

/** FNV-1a, then mixed (the finaliser of MurmurHash3), because roughjs begins badly with seeds that are alike. */
function seedOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & 0x7fffffff || 1 // 0 would mean: chance
}

/** Control points of a corner are moved by this much in the first and in the second stroke (roughjs `_bezierTo`). */
const CORNER_OFFSETS = [END_OFFSET, END_OFFSET + 0.3] as const
/** Between the vertices of a hand-drawn curve, page units: nearer ones would make it tremble. */
const CURVE_STEP = 28

/** An ellipse has this many vertices, and more by the square root of its radius, as roughjs has it. */
const LEAST_VERTICES = 9
const VERTICES_BY_ROOT = 1.35
/** It begins within so much (radians) of its top, and its end goes past its beginning by part of a step. */
const FIRST_ANGLE = 0.4
const OVERLAP = 0.4

/** Draws with an unsteady hand; what it drew comes out as a `Sketch`. */
export class Pencil {
  readonly #options: ResolvedOptions
  /** roughjs works in a size at which its absolute offsets are right. */
  readonly #scale: number
  readonly #numbers: number[] = []

  constructor(hand: Hand, extent: number) {
    this.#scale = shrinkFor(extent)
    const longest = extent / this.#scale
    this.#options = {
      roughness: hand.roughness,
      maxRandomnessOffset: END_OFFSET,
      bowing: Math.min(1, LONGEST_BOWING / longest),
      seed: seedOf(hand.id),
      randomizer: new Random(seedOf(hand.id)),
      disableMultiStroke: hand.dash !== 'solid',
      disableMultiStrokeFill: true,
      preserveVertices: false,
      stroke: '',
      strokeWidth: 1,
      curveFitting: 1,
      curveTightness: 0,
      curveStepCount: 9,
      fillStyle: 'hachure',
      fillWeight: 1,
      fillShapeRoughnessGain: 0,
      hachureAngle: -45,
      hachureGap: 1,
      dashOffset: 0,
      dashGap: 0,
      zigzagOffset: 0,
    }
  }

  /** What was drawn so far. */
  get sketch(): Sketch {
    return Float32Array.from(this.#numbers)
  }

  /** Straight lines from point to point. */
  lines(points: readonly Point[], isClosed = false): void {
    this.#take(rough.linearPath(this.#scaled(points), isClosed, this.#options).ops)
  }

  /** A chain of curves, through vertices that are far enough apart for a steady swing. */
  curve(cubics: readonly Cubic[]): void {
    const points = verticesOf(cubics, CURVE_STEP * this.#scale)
    if (points.length > 2) this.#take(rough.curve(this.#scaled(points), this.#options).ops)
    else this.lines(points)
  }

  /**
   * An ellipse whose ends overlap a little. Not roughjs's own: that leaves the outline by a share of the radius where
   * its ends meet, which on a large ellipse is far.
   */
  ellipse(cx: number, cy: number, w: number, h: number): void {
    const [rx, ry] = [w / 2 / this.#scale, h / 2 / this.#scale]
    const count = Math.ceil(Math.max(LEAST_VERTICES, VERTICES_BY_ROOT * Math.sqrt(Math.hypot(rx, ry))))
    const start = rough.randOffset(FIRST_ANGLE, this.#options) - Math.PI / 2
    const points = Array.from({ length: count + 2 }, (_, i): [number, number] => {
      const turn = Math.min(i, count + OVERLAP) / count
      const angle = start + turn * 2 * Math.PI
      return [cx / this.#scale + rx * Math.cos(angle), cy / this.#scale + ry * Math.sin(angle)]
    })
    this.#take(rough.curve(points, this.#options).ops)
  }

  /** One curve from `a` to `d`, twice. */
  corner({ a, b, c, d }: Cubic): void {
    const s = this.#scale
    const by = (value: number, offset: number) => value + rough.randOffset(offset, this.#options) * s
    for (const offset of CORNER_OFFSETS.slice(0, this.#options.disableMultiStroke ? 1 : 2)) {
      this.#numbers.push(0, a.x, a.y, 2)
      for (const { x, y } of [b, c, d]) this.#numbers.push(by(x, offset), by(y, offset))
    }
  }

  /** Lines rising at 45° through a polygon. */
  hatch(polygon: readonly Point[], gap: number): void {
    const s = this.#scale
    for (const [from, to] of hatchPolygon(polygon, gap)) {
      this.#take(rough.doubleLineFillOps(from.x / s, from.y / s, to.x / s, to.y / s, this.#options))
    }
  }

  #scaled(points: readonly Point[]): [number, number][] {
    return points.map(({ x, y }) => [x / this.#scale, y / this.#scale])
  }

  #take(ops: readonly Op[]): void {
    for (const { op, data } of ops) {
      this.#numbers.push(op === 'move' ? 0 : op === 'lineTo' ? 1 : 2)
      for (const value of data) this.#numbers.push(value * this.#scale)
    }
  }
}

/** Points along curves, about `step` apart, however many pieces the curve is made of. */
function verticesOf(cubics: readonly Cubic[], step: number): Point[] {
  const points: Point[] = []
  const add = (point: Point): void => {
    const last = points.at(-1)
    if (!last || distance(last, point) >= step * NEAREST) points.push(point)
  }
  for (const [i, cubic] of cubics.entries()) {
    const { a, b, c, d } = cubic
    if (i === 0) points.push(a)
    const length = distance(a, b) + distance(b, c) + distance(c, d)
    const count = Math.max(1, Math.min(MOST_STEPS, Math.round(length / step)))
    for (let k = 1; k <= count; k++) add(cubicAt(cubic, k / count))
  }
  const end = cubics.at(-1)?.d
  if (end && points.at(-1) !== end) {
    if (points.length > 1 && distance(points.at(-1)!, end) < step * NEAREST) points.pop()
    points.push(end)
  }
  return points
}
/** In steps: what lies nearer to the vertex before is left out. */
const NEAREST = 0.6
/** A curve across the whole page needs no more vertices to swing. */
const MOST_STEPS = 64

/** What is drawn by hand of the outline of a polygon: its hatching. */
export function sketchHatch(hand: Hand, polygon: readonly Point[], w: number, h: number): Sketch {
  const pencil = new Pencil(hand, Math.max(w, h))
  pencil.hatch(polygon, hatchGap(w, h))
  return pencil.sketch
}

/** The path commands of a sketch. */
export function traceSketch(path: Path, sketch: Sketch): void {
  for (let i = 0; i < sketch.length;) {
    const kind = sketch[i]!
    const [x, y] = [sketch[i + 1]!, sketch[i + 2]!]
    if (kind === 2) {
      path.bezierCurveTo(x, y, sketch[i + 3]!, sketch[i + 4]!, sketch[i + 5]!, sketch[i + 6]!)
      i += 7
    } else {
      if (kind === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
      i += 3
    }
  }
}
