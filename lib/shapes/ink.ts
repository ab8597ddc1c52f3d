import { pointsOf } from '../board/points'
import type { Style } from '../board/shape'
import { expand } from '../geometry/box'
import type { Point } from '../geometry/point'
import { isNearPolyline } from '../geometry/polyline'
import { tracePath, type Paint, type Placed, type ShapeDefinition, type Surface } from './define'
import { outlineTouches, toLocal, toPage } from './local'
import { lookOf, type Look } from './look'
import { outlineOf, traceCentre, traceOutline } from './stroke'

/** Below this width on the screen a stroke's outline is not seen, only its line. */
const HAIRLINE_PX = 1.25

interface Ink {
  readonly defaults: Style
  readonly thinning: number
  /** Largest distance from the centre line to the edge, in widths. */
  readonly reach: number
  readonly as: Paint['as'] & ('ink' | 'marker')
}

/** What pen and marker share: a stroke of packed points, painted as one filled outline. */
export function inked({ defaults, thinning, reach, as }: Ink) {
  const look = (shape: Placed): Look => lookOf(shape.record, defaults)
  const vertices = ({ record }: Placed): Point[] => pointsOf(record).map(([x, y]) => ({ x, y }))

  return {
    bounds: (shape) => expand(shape.box, look(shape).width * reach),

    hit: (shape, at, slop) =>
      isNearPolyline(toLocal(shape, at), vertices(shape), slop + look(shape).width / 2),

    touches: (shape, area) =>
      outlineTouches(shape, vertices(shape), expand(area, look(shape).width / 2), false, false),

    outline: (shape) => vertices(shape).map((vertex) => toPage(shape, vertex)),

    draw(surface: Surface, shape) {
      const { stroke, width } = look(shape)
      if (stroke === 'none') return
      const pixel = surface.pixel ?? 0
      if (as === 'ink' && width < pixel * HAIRLINE_PX) {
        surface.beginPath()
        traceCentre(surface, shape.record, pixel / 2)
        return surface.stroke({ colour: stroke, width: Math.max(width, pixel * 0.7), cap: 'butt' })
      }
      tracePath(surface, outlineOf(shape.record, { width, thinning }), traceOutline)
      surface.fill({ colour: stroke, as })
    },
  } satisfies Partial<ShapeDefinition>
}
