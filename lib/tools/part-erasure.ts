import { intersects, type Box } from '../geometry/box'
import { cut, type Stretch, type Swath } from '../geometry/cut'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import { removeShapes } from '../board/operations'
import type { Edit, ShapeRecord } from '../board/shape'
import { definitionOf, lookOf } from '../shapes/index'
import { toLocal } from '../shapes/local'
import { lengthOfStretch, pieceOf, takeApart, type CutStroke } from '../shapes/stroke-pieces'
import type { Env, Touched } from './define'
import { lastPointOf } from './last-point'

/** A piece shorter than this share of its width, or than this on the screen (CSS px), is a crumb and goes too. */
const CRUMB_WIDTHS = 0.5
const CRUMB_PX = 3

interface Cutting {
  readonly stroke: CutStroke
  readonly placed: Touched['placed']
  /** From the edge of the ink to its centre line. */
  readonly halfWidth: number
  left: readonly Stretch[]
  /** What is left as edits, made when it is asked for. */
  edits: readonly Edit[] | null
  /** Ids of pieces after the first, kept while the eraser moves so that a piece stays the same shape. */
  readonly ids: ShapeId[]
}

/** What a round eraser takes of pen and marker strokes: whatever ink it touches, through the whole width of the line. */
export class PartErasure {
  readonly #cuttings = new Map<ShapeId, Cutting>()

  /** Pieces that strokes were cut into: what the preview makes anew. */
  get size(): number {
    let pieces = 0
    for (const { left } of this.#cuttings.values()) pieces += Math.max(1, left.length)
    return pieces
  }

  /** Pass over the page from `a` to `b` with an eraser of `radius` (page units); whether ink was taken. */
  pass(a: Point, b: Point, radius: number, env: Pick<Env, 'touched'>): boolean {
    const area = around(a, b, radius)
    let hasChanged = false
    for (const shape of env.touched((bounds) => intersects(bounds, area))) {
      const { record } = shape.placed
      if (record.type !== 'pen' && record.type !== 'marker') continue
      if (shape.clip && !intersects(shape.clip, area)) continue
      const known = this.#cuttings.get(shape.id)
      const cutting = known ?? begin(shape)
      if (!cutting || !this.#cut(cutting, { a, b, radius })) continue
      hasChanged = true
      if (!known) this.#cuttings.set(shape.id, cutting)
    }
    return hasChanged
  }

  /** What has been erased so far: the first piece of a stroke keeps its shape, the others are new ones beside it. */
  edits(env: Env): Edit[] {
    return [...this.#cuttings.values()].flatMap((cutting) => (cutting.edits ??= editsOf(cutting, env)))
  }

  #cut(cutting: Cutting, { a, b, radius }: Swath): boolean {
    const { placed, stroke, halfWidth } = cutting
    const swath = { a: toLocal(placed, a), b: toLocal(placed, b), radius: radius + halfWidth }
    const left = cut(stroke.points, cutting.left, swath)
    if (left === cutting.left) return false
    cutting.left = left
    cutting.edits = null
    return true
  }
}

function around(a: Point, b: Point, radius: number): Box {
  const [x, y] = [Math.min(a.x, b.x) - radius, Math.min(a.y, b.y) - radius]
  return { x, y, w: Math.abs(a.x - b.x) + 2 * radius, h: Math.abs(a.y - b.y) + 2 * radius }
}

const widthOf = (record: ShapeRecord) => lookOf(record, definitionOf(record.type).defaults.style).width

function begin({ placed }: Touched): Cutting | null {
  const width = widthOf(placed.record)
  const stroke = takeApart(placed.record, width)
  if (!stroke) return null
  const left = [{ from: 0, to: stroke.points.length - 1 }]
  return { stroke, placed, halfWidth: width / 2, left, edits: null, ids: [] }
}

function editsOf({ stroke, left, halfWidth, ids }: Cutting, env: Env): Edit[] {
  const { record } = stroke
  const least = Math.max(halfWidth * 2 * CRUMB_WIDTHS, CRUMB_PX / env.zoom)
  const [first, ...others] = left.filter((stretch) => lengthOfStretch(stroke, stretch) >= least)
  if (!first) return removeShapes(env.board, [record.id], lastPointOf(env))
  return [
    { do: 'patch', id: record.id, patch: pieceOf(stroke, first) },
    ...others.map((stretch, i): Edit => {
      const id = (ids[i] ??= env.newId())
      // The same key of order: beside the first piece, where the whole was.
      return { do: 'create', shape: { ...record, id, ...pieceOf(stroke, stretch) } }
    }),
  ]
}
