import type { ShapeRecord, Style } from '../board/shape'
import { containsPoint, expand, type Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import { firstCrossing, isInPolygon, isNearPolyline } from '../geometry/polyline'
import { tracePath, type Path, type Placed, type ShapeDefinition, type Surface } from './define'
import { HATCH } from './hatch'
import { coverText, drawInnerText, innerText, textArea } from './inner-text'
import { outlineTouches, toLocal, toPage } from './local'
import { Kept } from './kept'
import { lookOf, type Look } from './look'
import { isSketched, Pencil, sketchHatch, traceSketch, wobbleOf, type Hand, type Sketch } from './sketch'

interface ClosedForm {
  readonly defaults: Style
  /** The outline as a polygon, local coordinates: hit test, selection, arrows. */
  readonly outline: (w: number, h: number, look: Look) => Point[]
  /** The same outline as a path. */
  readonly trace: (path: Path, w: number, h: number, look: Look) => void
  /** The same outline, drawn by hand. */
  readonly sketch: (pencil: Pencil, w: number, h: number, look: Look) => void
  /** Where text goes, local coordinates. */
  readonly textBox: (w: number, h: number) => Box
}

/** Room between an outline and the text in it; less in a shape so small that it would be mostly padding. */
const TEXT_PADDING = 10
const LARGEST_PADDING = 0.08

/** An outline thinner than this on the screen (device px) is not seen around a fill, and costs as much as the fill. */
const SEEN_FROM_PX = 0.15

interface KeptSketch {
  readonly hand: Hand
  readonly outline: Sketch
  hatch: Sketch | null
}
/** A screenful many times over, at about a kilobyte each. */
const sketches = new Kept<ShapeRecord, KeptSketch>(12_000)

/** What rectangle, ellipse and diamond share: an outline with a fill, a stroke and text inside. */
export function closed({ defaults, outline, trace, sketch, textBox }: ClosedForm) {
  const look = (shape: Placed): Look => lookOf(shape.record, defaults)
  const polygon = (shape: Placed): Point[] => outline(shape.box.w, shape.box.h, look(shape))
  const text = (shape: Placed) => innerText(shape, textBox(shape.box.w, shape.box.h), look(shape))

  function sketched({ record, box: { w, h } }: Placed, own: Look, roughness: 1 | 2): KeptSketch {
    const known = sketches.get(record)
    if (known) return known
    const hand: Hand = { roughness, id: record.id, dash: own.dash }
    const pencil = new Pencil(hand, Math.max(w, h))
    sketch(pencil, w, h, own)
    return sketches.set(record, { hand, outline: pencil.sketch, hatch: null })
  }

  /** Fill and stroke by hand: hatching is drawn line by line, a solid fill lies as exactly as a poured one. */
  function drawSketched(surface: Surface, shape: Placed, own: Look, roughness: 1 | 2): void {
    const { stroke, fill, fillStyle, width, dash } = own
    const { w, h } = shape.box
    const drawing = sketched(shape, own, roughness)
    if (fill !== 'none' && fillStyle === 'hatch') {
      drawing.hatch ??= sketchHatch(drawing.hand, polygon(shape), w, h)
      tracePath(surface, drawing.hatch, traceSketch)
      surface.stroke({ colour: fill, width: HATCH.width, opacity: HATCH.opacity })
    } else if (fill !== 'none') {
      surface.beginPath()
      trace(surface, w, h, own)
      surface.fill({ colour: fill, as: 'tint' })
    }
    if (stroke === 'none') return
    tracePath(surface, drawing.outline, traceSketch)
    surface.stroke({ colour: stroke, width, dash })
  }

  return {
    bounds(shape) {
      const { stroke, fill, width, roughness } = look(shape)
      const outer = Math.max(stroke === 'none' ? 0 : width / 2, fill === 'none' ? 0 : HATCH.width / 2)
      const wobble = roughness === 0 ? 0 : wobbleOf(roughness, Math.max(shape.box.w, shape.box.h))
      return coverText(shape, expand(shape.box, outer + wobble), text(shape))
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

    outline(shape) {
      const page = polygon(shape).map((vertex) => toPage(shape, vertex))
      return [...page, ...page.slice(0, 1)]
    },

    draw(surface: Surface, shape) {
      const own = look(shape)
      const { stroke, fill, fillStyle, width, dash } = own
      const { w, h } = shape.box
      if (isSketched(surface, own, Math.max(w, h))) drawSketched(surface, shape, own, own.roughness)
      else if (fill !== 'none' || stroke !== 'none') {
        surface.beginPath()
        trace(surface, w, h, own)
        if (fill !== 'none') surface.fill({ colour: fill, as: 'tint', pattern: fillStyle })
        const isFaint = fill !== 'none' && width < (surface.pixel ?? 0) * SEEN_FROM_PX
        if (stroke !== 'none' && !isFaint) surface.stroke({ colour: stroke, width, dash })
      }
      if (shape.record.text) drawInnerText(surface, shape, textBox(w, h), own)
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
