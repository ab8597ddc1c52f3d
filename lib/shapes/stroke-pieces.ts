import { packWith, readPoints } from '../board/points'
import type { Geo, ShapeRecord, StrokePoint } from '../board/shape'
import { boxAround } from '../geometry/box'
import type { Stretch } from '../geometry/cut'
import { rotate, type Point } from '../geometry/point'
import { lengthOf } from '../geometry/polyline'
import { SpeedPressure } from './speed-pressure'
import { hasPressure } from './stroke'

/** A stroke taken apart for cutting. */
export interface CutStroke {
  readonly record: ShapeRecord
  /** As they were drawn, in quanta of `2 ** exponent`; pressure by speed made explicit where there was none. */
  readonly natural: readonly StrokePoint[]
  readonly exponent: number
  /** How far the shape was resized since. */
  readonly scale: Point
  /** Local to the shape as it is now, before it is turned. */
  readonly points: readonly Point[]
}

export interface StrokePiece {
  /** In the units of the record's parent, turned as the whole was. */
  readonly geo: Geo
  readonly points: Uint8Array
}

/** Take a stroke of this width apart; null for a shape without points. */
export function takeApart(record: ShapeRecord, width: number): CutStroke | null {
  const read = record.points && readPoints(record.points)
  if (!read?.ok || read.value.points.length === 0) return null
  const { points: drawn, w, h, exponent } = read.value
  const scale = { x: w > 0 ? record.geo[2] / w : 1, y: h > 0 ? record.geo[3] / h : 1 }
  const points = drawn.map(([x, y]) => ({ x: x * scale.x, y: y * scale.y }))
  if (drawn.some(hasPressure)) return { record, natural: drawn, exponent, scale, points }
  // A piece begins in the middle, where the speed has had its effect: it must not begin anew.
  const speed = new SpeedPressure(width)
  const natural = drawn.map(([x, y], i): StrokePoint => [x, y, speed.next(points[i]!.x, points[i]!.y)])
  return { record, natural, exponent, scale, points }
}

/** The length of a stretch, units of the page. */
export const lengthOfStretch = ({ points }: CutStroke, stretch: Stretch): number =>
  lengthOf(along(stretch, points, (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })))

/** A stretch of a stroke as a stroke of its own, in the very place; points between its ends stay as they were drawn. */
export function pieceOf({ record, natural, exponent, scale }: CutStroke, stretch: Stretch): StrokePiece {
  const quantum = 2 ** exponent
  const drawn = along(stretch, natural, ([ax, ay, ap], [bx, by, bp], t): StrokePoint => [
    Math.round((ax + (bx - ax) * t) / quantum) * quantum,
    Math.round((ay + (by - ay) * t) / quantum) * quantum,
    ap + (bp - ap) * t,
  ])
  const box = boxAround(drawn.map(([x, y]) => ({ x, y })))
  const local = drawn.map(([x, y, pressure]): StrokePoint => [x - box.x, y - box.y, pressure])
  const [x, y, w, h, rotation] = record.geo
  const size = { x: box.w * scale.x, y: box.h * scale.y }
  // A piece turns about its own middle, so that goes where the turn of the whole has brought it.
  const middle = rotate(
    { x: x + box.x * scale.x + size.x / 2, y: y + box.y * scale.y + size.y / 2 },
    rotation,
    { x: x + w / 2, y: y + h / 2 },
  )
  return {
    geo: [middle.x - size.x / 2, middle.y - size.y / 2, size.x, size.y, rotation],
    points: packWith(local, { exponent }),
  }
}

/** The items of a stretch: those inside it, and one between two of them at either end where it was cut. */
function along<P>({ from, to }: Stretch, items: readonly P[], between: (a: P, b: P, t: number) => P): P[] {
  const at = (place: number): P => {
    const i = Math.min(Math.floor(place), items.length - 1)
    return place === i || i === items.length - 1 ? items[i]! : between(items[i]!, items[i + 1]!, place - i)
  }
  const inner = items.slice(Math.floor(from) + 1, Math.ceil(to))
  return from === to ? [at(from)] : [at(from), ...inner, at(to)]
}
