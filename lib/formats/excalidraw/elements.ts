import type { ShapeType, StrokePoint, Style } from '../../board/shape'
import { MAX_STROKE_WIDTH } from '../../board/limits'
import { centreOf, boxAround } from '../../geometry/box'
import { rotate, type Point } from '../../geometry/point'
import type { Draft } from './draft'
import { turnedAbout } from './draft'
import { readHeads } from './heads'
import type { Ids } from './ids'
import { readLink } from './link'
import { isNumber, type Source } from './source'
import { isRound, readOpacity, readStyle } from './style'
import { placeText, readText, readTextStyle } from './text'
import { boxed, isLoop, pivotOf, readVertices, thin } from './vertices'

/** Vertices of an arrow live in its plain `data`, which has to stay under 64 KiB as JSON. */
const MAX_ARROW_VERTICES = 2_500
/** Steps of an imported stroke can be large in its quantum: packed, this many stay under 64 KiB. */
const MAX_STROKE_VERTICES = 4_000
/**
 * Our pen is as wide as its width at middling pressure. There Excalidraw's is 2 × 4.25 × sin(π/4) stroke widths
 * (size and easing of its `getFreedrawOutlinePoints`).
 */
const PEN_WIDTH = 6
const NO_PRESSURE = 0.5

type Converter = (source: Source, ids: Ids) => readonly Draft[] | 'no-points' | 'no-text'
type DraftParts = Pick<Draft, 'type' | 'box' | 'style'> &
  Partial<Pick<Draft, 'rotation' | 'data' | 'points' | 'route' | 'text'>>

function draft(source: Source, ids: Ids, parts: DraftParts, isMain = true): Draft {
  const link = isMain ? readLink(source) : null
  const { data, ...rest } = parts
  return {
    kind: 'shape',
    source,
    id: (isMain && ids.claim(source.id)) || ids.fresh(),
    rotation: source.angle(),
    parent: null,
    order: source.index,
    ...rest,
    data: { ...data, ...(link === null ? {} : { link }) },
  }
}

const closedShape =
  (type: ShapeType): Converter =>
  (source, ids) => {
    const round = type !== 'ellipse' && isRound(source)
    return [draft(source, ids, { type, box: source.box(), style: { ...readStyle(source), round } })]
  }

/** A box that says where something was which cannot be shown. */
const stand =
  (code: 'image' | 'embed', style: Style): Converter =>
  (source, ids) => {
    source.note(code)
    const look = {
      width: 1,
      dash: 'dashed',
      round: false,
      fill: 'none',
      opacity: readOpacity(source),
      ...style,
    } as const
    const stood = draft(source, ids, { type: 'rectangle', box: source.box(), style: look })
    const { link } = stood.data
    return [code === 'embed' && typeof link === 'string' ? { ...stood, text: link } : stood]
  }

const frame: Converter = (source, ids) => {
  if (source.angle() !== 0) source.note('frame-turned')
  const name = source.string('name')
  // Excalidraw's frames are see-through; ours are sheets unless told otherwise.
  const style = { stroke: 'grey', fill: 'none', opacity: readOpacity(source) } as const
  return [
    draft(source, ids, {
      type: 'frame',
      box: source.box(),
      rotation: 0,
      style,
      ...(name ? { text: name } : {}),
    }),
  ]
}

const text: Converter = (source, ids) => {
  const typed = readText(source)
  if (typed.trim() === '') return 'no-text'
  const { style, colour } = readTextStyle(source)
  const isWrapped = source.raw['autoResize'] === false
  const box = placeText(source, typed, style, isWrapped)
  const { valign: _, ...rest } = style
  return [
    draft(source, ids, {
      type: 'text',
      box,
      // A text without colour is there and not seen.
      style:
        colour === 'none' ? { ...rest, opacity: 0 } : { ...rest, ink: colour, opacity: readOpacity(source) },
      text: typed,
      data: { wrap: isWrapped ? 'fixed' : 'auto' },
    }),
  ]
}

/** Vertices as a shape of ours, turned as Excalidraw turns them. */
function outlined(
  source: Source,
  vertices: readonly Point[],
  pivot: Point,
  pressureAt: (i: number) => number,
): Pick<Draft, 'box' | 'points'> {
  const { box, local } = boxed(vertices)
  const points = local.map(({ x, y }, i): StrokePoint => [x, y, pressureAt(i)])
  return { box: turnedAbout(box, source.angle(), pivot), points }
}

const line: Converter = (source, ids) => {
  const read = readVertices(source)
  if (read.length < 2) return 'no-points'
  const { fill, fillStyle, ...stroke } = readStyle(source)
  const [first, last] = [read[0]!, read[read.length - 1]!]
  const meets = read.length > 2 && first.x === last.x && first.y === last.y
  const closed = meets || source.raw['polygon'] === true || (fill !== 'none' && isLoop(read))
  const all = meets ? read.slice(0, -1) : read
  if (all.length > MAX_STROKE_VERTICES) source.note('simplified')
  const vertices = thin(all, MAX_STROKE_VERTICES)
  const isSmooth = isRound(source)
  const heads = readHeads(source)
  return [
    draft(source, ids, {
      type: 'line',
      ...outlined(source, vertices, pivotOf(vertices, isSmooth), () => NO_PRESSURE),
      style: { ...stroke, ...(closed && fill ? { fill, ...(fillStyle ? { fillStyle } : {}) } : {}) },
      data: {
        curve: isSmooth ? 'smooth' : 'straight',
        ...(closed ? { closed } : {}),
        ...(heads.start !== 'none' || heads.end !== 'none' ? { heads } : {}),
      },
    }),
  ]
}

const arrow: Converter = (source, ids) => {
  const read = readVertices(source)
  if (read.length < 2) return 'no-points'
  if (read.length > MAX_ARROW_VERTICES) source.note('simplified')
  const vertices = thin(read, MAX_ARROW_VERTICES)
  const isSmooth = isRound(source) && source.raw['elbowed'] !== true
  const pivot = pivotOf(vertices, isSmooth)
  const route = vertices.map((vertex) => rotate(vertex, source.angle(), pivot))
  const { fill: _, fillStyle: __, ...style } = readStyle(source)
  return [
    draft(source, ids, {
      type: 'arrow',
      box: boxAround(route),
      rotation: 0,
      route,
      style,
      data: { curve: isSmooth ? 'smooth' : 'straight', heads: readHeads(source) },
    }),
  ]
}

/** Freehand: a pen stroke, in several pieces when it is long, and under it what it encloses when that is filled. */
const freedraw: Converter = (source, ids) => {
  const vertices = readVertices(source)
  if (vertices.length === 0) return 'no-points'
  // Ink is drawn by a hand already.
  const { fill, fillStyle, roughness, ...stroke } = readStyle(source)
  const pivot = centreOf(boxAround(vertices))
  const pressures = source.raw['simulatePressure'] === false ? source.list('pressures') : []
  const pressureAt = (i: number): number => {
    const pressure = pressures[i]
    return isNumber(pressure) ? Math.min(1, Math.max(0, pressure)) : NO_PRESSURE
  }
  const pieces: Draft[] = []
  if (fill !== 'none' && isLoop(vertices)) {
    const style = { ...stroke, roughness, stroke: 'none', fill, fillStyle } as Style
    const area = outlined(source, thin(vertices, MAX_STROKE_VERTICES), pivot, () => NO_PRESSURE)
    pieces.push(draft(source, ids, { type: 'line', ...area, style, data: { closed: true } }, false))
  }
  const width = Math.min(MAX_STROKE_WIDTH, (stroke.width ?? 1) * PEN_WIDTH)
  // Each piece begins where the one before ended, so the stroke has no gaps.
  for (let from = 0; from === 0 || from < vertices.length - 1; from += MAX_STROKE_VERTICES - 1) {
    const part = vertices.slice(from, from + MAX_STROKE_VERTICES)
    const points = outlined(source, part, pivot, (i) => pressureAt(from + i))
    pieces.push(draft(source, ids, { type: 'pen', ...points, style: { ...stroke, width } }, from === 0))
  }
  if (vertices.length > MAX_STROKE_VERTICES) source.note('split')
  return pieces
}

/** Every kind of element that becomes shapes. `draw` is the freehand of files older than pressure. */
export const CONVERTERS: ReadonlyMap<string, Converter> = new Map([
  ['rectangle', closedShape('rectangle')],
  ['diamond', closedShape('diamond')],
  ['ellipse', closedShape('ellipse')],
  ['line', line],
  ['draw', line],
  ['arrow', arrow],
  ['freedraw', freedraw],
  ['text', text],
  ['frame', frame],
  ['magicframe', frame],
  ['image', stand('image', { stroke: 'grey' })],
  ['embeddable', stand('embed', { stroke: 'grey', size: 16, font: 'plain' })],
  ['iframe', stand('embed', { stroke: 'grey', size: 16, font: 'plain' })],
])
