import type { ShapeId } from '../board/ids'
import type { StrokePoint, Style } from '../board/shape'

/** A stroke in progress, page units: it only grows. */
export class InkStroke {
  readonly points: StrokePoint[] = []

  constructor(
    readonly id: ShapeId,
    readonly type: 'pen' | 'marker',
    readonly style: Style,
  ) {}

  append(points: readonly StrokePoint[]): void {
    for (const point of points) this.points.push(point)
  }
}
