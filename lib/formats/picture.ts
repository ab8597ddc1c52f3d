import type { ShapeId } from '../board/ids'
import type { BoardView } from '../board/shape'
import { expand, intersects, overlapOf, union, type Box } from '../geometry/box'
import { CanvasSurface, type Canvas2D } from '../shapes/canvas-surface'
import type { Placed, Surface } from '../shapes/define'
import { boundsOf, place } from '../shapes/index'
import type { Theme } from '../shapes/palette'

/** A surface that a whole picture can be painted on: it knows where shapes lie on the page. */
export interface PictureSurface extends Surface {
  paint(shape: Placed): void
  /** Paint what `draw` paints inside a page box only: the children of a frame. */
  within(box: Box, draw: () => void): void
}

/** Of all shapes of a board, or of some of them with everything inside those. */
export type Wanted = ReadonlySet<ShapeId> | null

/**
 * Hand every wanted shape to `visit` in the order of painting, with the part of it that the frames around it leave to
 * be seen (null: all). Groups paint nothing and are only walked through.
 */
function walk(view: BoardView, wanted: Wanted, visit: (shape: Placed, clip: Box | null) => void): void {
  const into = (parent: ShapeId | null, isWanted: boolean, clip: Box | null) => {
    for (const id of view.childrenOf(parent)) {
      const type = view.get(id)?.type
      const isIn = isWanted || wanted === null || wanted.has(id)
      const shape = isIn || type === 'frame' ? place(view, id) : undefined
      if (shape && isIn && type !== 'group') visit(shape, clip)
      if (type === 'group') into(id, isIn, clip)
      if (type !== 'frame' || !shape) continue
      const open = clip ? overlapOf(clip, shape.box) : shape.box
      if (open) into(id, isIn, open)
    }
  }
  into(null, false, null)
}

/** The box around all that a picture shows, page units; null when there is nothing to be seen. */
export function pictureBox(view: BoardView, wanted: Wanted): Box | null {
  let box: Box | null = null
  walk(view, wanted, (shape, clip) => {
    const bounds = boundsOf(shape)
    const seen = clip ? overlapOf(clip, bounds) : bounds
    if (seen) box = box ? union(box, seen) : seen
  })
  return box
}

/** Paint the wanted shapes, as far as they touch `area` (page units). */
export function paintPicture(surface: PictureSurface, view: BoardView, wanted: Wanted, area: Box): void {
  walk(view, wanted, (shape, clip) => {
    const bounds = boundsOf(shape)
    if (!intersects(bounds, area) || (clip && !intersects(bounds, clip))) return
    if (clip) surface.within(clip, () => surface.paint(shape))
    else surface.paint(shape)
  })
}

/** What is asked of whoever makes a picture of a board. */
export interface PictureRequest {
  readonly format: 'png' | 'svg'
  /** PNG: px per page unit. */
  readonly scale: number
  readonly theme: Theme
  /** Whether the board's own colour lies behind the drawing, or nothing. */
  readonly background: boolean
}

/** What a picture is of and how it is shown. */
export interface Picture {
  readonly wanted: Wanted
  /** Page units, margin included. */
  readonly box: Box
  readonly theme: Theme
  /** CSS colour, or null for a transparent picture. */
  readonly background: string | null
}

/** Around what is drawn, page units. */
export const PICTURE_MARGIN = 16
/** The box of a picture with its margin, in whole units; that of an empty one is a small blank sheet. */
export function framedBox(box: Box | null, margin = PICTURE_MARGIN): Box {
  const { x, y, w, h } = expand(box ?? { x: 0, y: 0, w: 1, h: 1 }, margin)
  const [left, top] = [Math.floor(x), Math.floor(y)]
  return { x: left, y: top, w: Math.ceil(x + w) - left, h: Math.ceil(y + h) - top }
}

/** No browser makes a canvas with a longer side. */
const MOST_SIDE_PX = 16_384

export interface PictureSize {
  /** Device px per page unit: what was asked for, or what fits. */
  readonly scale: number
  readonly w: number
  readonly h: number
}

/** Size in px of a picture at `scale`, or at the largest scale at which it has no more than `mostPixels`. */
export function sizeOf(box: Box, scale: number, mostPixels: number): PictureSize {
  const fits = Math.min(scale, MOST_SIDE_PX / Math.max(box.w, box.h), Math.sqrt(mostPixels / (box.w * box.h)))
  const side = (length: number) => Math.max(1, Math.floor(length * fits + ROUNDING))
  return { scale: fits, w: side(box.w), h: side(box.h) }
}
/** 0.1 + 0.2: a side of 300 px must not become 299. */
const ROUNDING = 1e-6

/** Paint a picture on a canvas of its `size`: PNG exports, thumbnails and tests. */
export function drawPicture(
  context: Canvas2D,
  view: BoardView,
  { wanted, box, theme, background }: Picture,
  { scale, w, h }: PictureSize,
  fontFor?: CanvasSurface['fontFor'],
): void {
  context.setTransform(1, 0, 0, 1, 0, 0)
  if (background !== null) {
    context.fillStyle = background
    context.fillRect(0, 0, w, h)
  }
  const surface = new CanvasSurface(context, theme)
  if (fontFor) surface.fontFor = fontFor
  surface.look(scale, -box.x * scale, -box.y * scale)
  paintPicture(surface, view, wanted, box)
}
