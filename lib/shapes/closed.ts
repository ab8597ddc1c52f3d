import type { Style } from '../board/shape'
import { containsPoint, expand, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { firstCrossing, isInPolygon, isNearPolyline } from '../geometry/polyline'
import type { Path, Placed, ShapeDefinition, Surface } from './define'
import { coverText, drawText, innerText, textArea } from './inner-text'
import { outlineTouches, toLocal, toPage } from './local'
import { lookOf, type Look } from './look'

interface ClosedForm {
  readonly defaults: Style
  /** The outline as a polygon, local coordinates: hit test, selection, arrows. */
  readonly outline: (w: number, h: number, look: Look) => Point[]
  /** The same outline as a path. */
  readonly trace: (path: Path, w: number, h: number, look: Look) => void
  /** Where text goes, local coordinates. */
  readonly textBox: (w: number, h: number) => Box
}

/** Room between an outline and the text in it; less in a shape so small that it would be mostly padding. */
const TEXT_PADDING = 10
const LARGEST_PADDING = 0.08

/** What rectangle, ellipse and diamond share: an outline with a fill, a stroke and text inside. */
export function closed({ defaults, outline, trace, textBox }: ClosedForm) {
  const look = (shape: Placed): Look => lookOf(shape.record, defaults)
  const polygon = (shape: Placed): Point[] => outline(shape.box.w, shape.box.h, look(shape))
  const text = (shape: Placed) => innerText(shape, textBox(shape.box.w, shape.box.h), look(shape))

  return {
    bounds(shape) {
      const { stroke, width } = look(shape)
      return coverText(shape, expand(shape.box, stroke === 'none' ? 0 : width / 2), text(shape))
    },

    /** A hollow shape is hit on its outline and on its text only, so that what lies inside it stays reachable. */
    hit(shape, at, slop) {
      const { stroke, fill, width } = look(shape)
      const local = toLocal(shape, at)
      const vertices = polygon(shape)
      if (isNearPolyline(local, vertices, slop + (stroke === 'none' ? 0 : width / 2), true)) return true
      if (fill !== 'none') return isInPolygon(local, vertices)
      const inner = text(shape)
      return inner !== null && containsPoint(textArea(inner), local)
    },

    touches: (shape, area) =>
      outlineTouches(shape, polygon(shape), area, look(shape).fill !== 'none' || Boolean(shape.record.text)),

    draw(surface: Surface, shape) {
      const own = look(shape)
      const { stroke, fill, fillStyle, width, dash } = own
      const { w, h } = shape.box
      if (fill !== 'none' || stroke !== 'none') {
        surface.beginPath()
        trace(surface, w, h, own)
      }
      if (fill !== 'none') surface.fill({ colour: fill, as: 'tint', pattern: fillStyle })
      if (stroke !== 'none') surface.stroke({ colour: stroke, width, dash })
      const inner = text(shape)
      if (inner) drawText(surface, inner, own)
    },

    attach(shape, anchor, from) {
      const local = firstCrossing(toLocal(shape, from), toLocal(shape, anchor), polygon(shape))
      return local ? toPage(shape, local) : anchor
    },

    textBox: ({ box }) => textBox(box.w, box.h),
  } satisfies Partial<ShapeDefinition>
}

/** A box without its padding. */
export function padded(box: Box, by = TEXT_PADDING): Box {
  const [x, y] = [Math.min(by, box.w * LARGEST_PADDING), Math.min(by, box.h * LARGEST_PADDING)]
  return { x: box.x + x, y: box.y + y, w: box.w - 2 * x, h: box.h - 2 * y }
}

/** Size and text of a shape in words. */
export function describeClosed(name: string, { record, box }: Placed): string {
  const size = `${name}, ${Math.round(box.w)} by ${Math.round(box.h)}`
  return record.text ? `${size}: ${record.text}` : size
}
