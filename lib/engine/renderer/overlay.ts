import { cornersOf, expand, type Box } from '../../geometry/box'
import { rotate, type Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { BoardView } from '../../board/shape'
import { place } from '../../shapes/index'
import type { Placed } from '../../shapes/define'
import { sideOf, turnPoint, type SelectionFrame } from '../../tools/select/frame'
import { handlesOf, type Handle } from '../../tools/select/handles'
import type { Camera, Size } from '../navigation/camera'
import { toScreen } from '../navigation/camera'
import type { Moving } from '../drafts'
import type { Lift } from '../scene/lift'
import type { Item } from '../scene/scene'
import type { KnownSelection } from '../selection'
import { devicePixels, resized } from './canvas'
import { hasHints, paintHints, type Hints } from './hints'
import type { ScenePainter } from './scene-painter'
import type { CanvasTheme } from './theme'

/** What is over the settled picture for the moment. */
export interface OverlayState {
  /** The board with all drafts in it. */
  readonly board: BoardView
  readonly items: readonly Item[]
  readonly moving: Moving | null
  /** The selection is shown by the frame that it will have. */
  readonly isReframed: boolean
  readonly selected: KnownSelection
  readonly hasHandles: boolean
  readonly hints: Hints
}

/** More shapes than this that change with every frame are shown by their boxes: painting them all would be a freeze. */
const MOST_PAINTED = 600
/** Outlines of more shapes than this are left out: their common frame says enough, and costs one line. */
const MOST_OUTLINES = 200
const HANDLE_PX = 9
const BEND_PX = 7
const OUTLINE_PX = 1
const FRAME_PX = 1.5
/** Frames stand this far outside what they are around, so that the colour of its outline is seen. */
const OUTSET_PX = 3

/** Everything that is moving or that only this person sees. Not shown when there is nothing on it. */
export class Overlay {
  #isEmpty = false
  /** Of what is dragged, where it was: the same for all of a drag. */
  #outlines: { readonly lift: Lift; readonly placed: readonly Placed[] } | null = null

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly painter: ScenePainter,
  ) {}

  render(state: OverlayState, camera: Camera, size: Size, dpr: number): void {
    const { context } = this
    const isEmpty =
      state.items.length === 0 &&
      state.selected.ids.length === 0 &&
      state.hints.highlight === null &&
      !hasHints(state.hints)
    if (isEmpty && this.#isEmpty) return
    if (isEmpty !== this.#isEmpty) context.canvas.style.display = isEmpty ? 'none' : ''
    this.#isEmpty = isEmpty
    if (isEmpty) return
    const device = devicePixels(size, dpr)
    if (!resized(context.canvas, device, dpr)) {
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, device.w, device.h)
    }
    const seen = inView(state.items, camera, size)
    const painted = seen.length > MOST_PAINTED ? seen.slice(-MOST_PAINTED) : seen
    if (painted.length > 0) {
      const surface = this.painter.surface(context, camera, dpr)
      for (const item of painted) this.painter.item(surface, item)
    }
    context.setTransform(dpr, 0, 0, dpr, 0, 0)
    context.globalAlpha = 1
    const pen = new OverlayPen(context, camera, this.painter.theme)
    if (seen.length > painted.length) pen.boxes(seen.slice(0, -MOST_PAINTED))
    const { highlight } = state.hints
    if (highlight !== null) pen.target(place(state.board, highlight))
    this.#selection(pen, state, camera)
    paintHints(context, state.hints, camera, this.painter.theme)
  }

  #selection(pen: OverlayPen, state: OverlayState, camera: Camera): void {
    const { board, selected, hasHandles } = state
    const { ids } = selected
    if (ids.length === 0) return
    const places = { board, selected, place: (id: ShapeId) => place(board, id) }
    const handles = hasHandles ? handlesOf(ids, places, camera.zoom) : []
    const hasVertices = handles.some(({ kind }) => kind === 'vertex')
    if (!hasVertices && (ids.length > 1 || !hasHandles) && ids.length <= MOST_OUTLINES)
      this.#outline(pen, state)
    const { frame } = selected
    const isFrameOnly = state.isReframed || (state.moving && ids.length > MOST_OUTLINES)
    if (frame && isFrameOnly) pen.frame(frame, null)
    if (!frame || !hasHandles) return
    const turn = handles.some(({ kind }) => kind === 'turn') ? turnPoint(frame, camera.zoom) : null
    if (!hasVertices) pen.frame(frame, turn)
    // A bend lies under the corners, where a short piece brings them together.
    const isBend = (handle: Handle) => handle.kind === 'vertex' && handle.vertex.kind === 'bend'
    for (const handle of handles) if (isBend(handle)) pen.handle(handle, frame.rotation)
    for (const handle of handles) if (!isBend(handle)) pen.handle(handle, frame.rotation)
  }

  /** A group is found once in a drag, not at every move: there may be much in it. */
  #outline(pen: OverlayPen, { board, moving, selected: { ids } }: OverlayState): void {
    if (!moving) {
      for (const id of ids) {
        const placed = place(board, id)
        // The outline of an arrow would strike through the label being typed on it.
        if (id !== this.painter.editing || !placed?.route) pen.outline(placed)
      }
      return
    }
    const { lift, by } = moving
    if (this.#outlines?.lift !== lift) {
      const placed = ids.flatMap((id) => (lift.loose.has(id) ? [] : (place(lift.board, id) ?? [])))
      this.#outlines = { lift, placed }
    }
    for (const placed of this.#outlines.placed) pen.outline(movedBy(placed, by))
    for (const id of lift.loose) if (ids.includes(id)) pen.outline(place(board, id))
  }
}

const movedBy = ({ box, route, ...rest }: Placed, { x, y }: Point): Placed => ({
  ...rest,
  box: { ...box, x: box.x + x, y: box.y + y },
  ...(route ? { route: route.map((at) => ({ x: at.x + x, y: at.y + y })) } : {}),
})

function inView(items: readonly Item[], { x, y, zoom }: Camera, { w, h }: Size): readonly Item[] {
  const [right, bottom] = [x + w / zoom, y + h / zoom]
  return items.filter((item) => item.maxX >= x && item.minX <= right && item.maxY >= y && item.minY <= bottom)
}

/** Draws in CSS px, at page places. */
class OverlayPen {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly camera: Camera,
    private readonly theme: CanvasTheme,
  ) {
    context.lineJoin = 'round'
    context.setLineDash([])
  }

  outline(placed: Placed | undefined): void {
    if (!placed) return
    const { route, box, rotation } = placed
    this.#polygon(route ?? this.#around(box, rotation), route === undefined)
    this.#stroke(this.theme.accent, OUTLINE_PX)
  }

  /** Boxes of many shapes, as one line. */
  boxes(items: readonly Item[]): void {
    const { context, camera } = this
    context.beginPath()
    for (const { minX, minY, maxX, maxY } of items) {
      const { x, y } = toScreen(camera, { x: minX, y: minY })
      context.rect(x, y, (maxX - minX) * camera.zoom, (maxY - minY) * camera.zoom)
    }
    this.#stroke(this.theme.accent, OUTLINE_PX)
  }

  target(placed: Placed | undefined): void {
    if (!placed) return
    this.#polygon(cornersOf(placed.box, placed.rotation), true)
    this.context.globalAlpha = 0.12
    this.context.fillStyle = this.theme.accent
    this.context.fill()
    this.context.globalAlpha = 1
    this.#stroke(this.theme.accent, 2)
  }

  frame({ box, rotation }: SelectionFrame, turn: Point | null): void {
    const corners = this.#around(box, rotation)
    this.#polygon(corners, true)
    this.#stroke(this.theme.accent, FRAME_PX)
    if (!turn) return
    const [left, right] = corners
    this.#polygon([{ x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }, turn], false)
    this.#stroke(this.theme.accent, OUTLINE_PX)
  }

  handle(handle: Handle, rotation: number): void {
    const { context } = this
    const at = toScreen(this.camera, handle.at)
    context.beginPath()
    if (handle.kind === 'resize') {
      const side = sideOf(handle.handle)
      const out = rotate({ x: side.x * OUTSET_PX, y: side.y * OUTSET_PX }, rotation)
      context.translate(at.x + out.x, at.y + out.y)
      context.rotate(rotation)
      context.roundRect(-HANDLE_PX / 2, -HANDLE_PX / 2, HANDLE_PX, HANDLE_PX, 2.5)
      context.rotate(-rotation)
      context.translate(-at.x - out.x, -at.y - out.y)
    } else {
      const isBend = handle.kind === 'vertex' && handle.vertex.kind === 'bend'
      context.arc(at.x, at.y, (isBend ? BEND_PX : HANDLE_PX + 1) / 2, 0, 2 * Math.PI)
      context.globalAlpha = isBend ? 0.65 : 1
    }
    context.fillStyle = this.theme.surface
    context.fill()
    this.#stroke(this.theme.accent, FRAME_PX)
    context.globalAlpha = 1
  }

  #around(box: Box, rotation: number) {
    return cornersOf(expand(box, OUTSET_PX / this.camera.zoom), rotation)
  }

  #polygon(points: readonly Point[], isClosed: boolean): void {
    this.context.beginPath()
    for (const point of points) {
      const { x, y } = toScreen(this.camera, point)
      this.context.lineTo(x, y)
    }
    if (isClosed) this.context.closePath()
  }

  #stroke(colour: string, width: number): void {
    this.context.strokeStyle = colour
    this.context.lineWidth = width
    this.context.stroke()
  }
}
