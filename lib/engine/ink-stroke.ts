import type { ShapeId } from '../board/ids'
import { MAX_COORDINATE } from '../board/limits'
import { MAX_EXPONENT, packWith, PRESSURE_LEVELS, quantumExponent } from '../board/points'
import type { Edit, StrokePoint, Style } from '../board/shape'
import { boxAround } from '../geometry/box'
import { definitionOf } from '../shapes/index'
import { SpeedPressure } from '../shapes/speed-pressure'
import { hasPressure } from '../shapes/stroke'
import type { Env } from '../tools/define'
import { newShape } from '../tools/new-shape'

/** A stroke in progress, page units: it only grows. */
export class InkStroke {
  readonly points: StrokePoint[] = []
  /** Where the pen is expected to be next: shown, and never kept or sent. */
  ahead: readonly StrokePoint[] = []
  /** Points are whole quanta of `2 ** exponent`, the finest that the zooms it was drawn at asked for. */
  exponent = MAX_EXPONENT
  /** Whether a point was given a pressure; until then the width follows the speed. */
  hasPressure = false
  readonly width: number
  /** Pressure by speed, as far as the stroke has come. */
  readonly #speed: SpeedPressure
  readonly #followsSpeed: boolean

  constructor(
    readonly id: ShapeId,
    readonly type: 'pen' | 'marker',
    readonly style: Style,
    /** The stroke that this one goes on from: where that one's width followed the speed, so does this one's. */
    before: InkStroke | null = null,
  ) {
    this.width = style.width ?? definitionOf(type).defaults.style.width ?? 1
    this.#followsSpeed = before !== null && (before.#followsSpeed || !before.hasPressure)
    this.#speed = before ? before.#speed.copy() : new SpeedPressure(this.width)
  }

  append(points: readonly StrokePoint[]): void {
    for (const point of points) {
      if (hasPressure(point)) this.hasPressure = true
      this.points.push(point)
    }
  }

  /**
   * Ink from this tab's own pointer at `zoom`, put where packing would put it: what is seen while drawing is what
   * is kept. A pointer that rests adds nothing; what is no place on a board is left out.
   */
  draw(points: readonly StrokePoint[], zoom: number): void {
    this.exponent = Math.min(this.exponent, quantumExponent(zoom))
    const quantum = 2 ** quantumExponent(zoom)
    for (const [x, y, given] of points) {
      if (!(Math.abs(x) <= MAX_COORDINATE && Math.abs(y) <= MAX_COORDINATE)) continue
      const [px, py] = [Math.round(x / quantum) * quantum, Math.round(y / quantum) * quantum]
      const speed = this.#speed.next(px, py)
      const pressure = leveled(this.#followsSpeed ? speed : given)
      const last = this.points.at(-1)
      if (last && last[0] === px && last[1] === py && last[2] === pressure) continue
      this.append([[px, py, pressure]])
    }
  }
}

/** The nearest pressure that a point can keep; a half where there is none. */
function leveled(pressure: number): number {
  const level = Math.round(Math.max(0, Math.min(1, pressure)) * PRESSURE_LEVELS)
  return Number.isNaN(level) ? 0.5 : level / PRESSURE_LEVELS
}

/** A finished stroke as the shape it becomes: its points are local to the box around them. */
export function inkEdits({ id, type, points, exponent }: InkStroke, env: Env): Edit[] {
  const [first] = points
  if (!first) return []
  const box = boxAround(points.map(([x, y]) => ({ x, y })))
  const local = points.map(([px, py, pressure]): StrokePoint => [px - box.x, py - box.y, pressure])
  const under = { x: first[0], y: first[1] }
  const shape = newShape(env, { id, type, box, under, points: packWith(local, { exponent }) })
  return [{ do: 'create', shape }]
}
