import type { Box } from '../../geometry/box'
import type { CanvasSurface } from '../../shapes/canvas-surface'
import type { Camera, Size } from '../camera'
import type { Item } from '../scene'
import { buffer, resized } from './canvas'
import { areaOf, exposedBy, joined, pageBoxOf, regionOf, type Region } from './region'

/** Paints what the picture shows: paper below, items above, both only inside the clip the picture has set. */
export interface Painter {
  /** In the order of painting. */
  itemsIn(area: Box): readonly Item[]
  paper(context: CanvasRenderingContext2D, region: Region, camera: Camera, dpr: number): void
  /** What `item` paints on: a context, looking at the page as `camera` does. */
  surface(context: CanvasRenderingContext2D, camera: Camera, dpr: number): CanvasSurface
  item(surface: CanvasSurface, item: Item): void
}

/** How long one frame may paint (ms): two thirds of a frame at 60 Hz, the rest is the browser's. */
const BUDGET_MS = 10
/** A zoom has ended when it has not changed for this long. */
const SETTLE_MS = 120
/** Above this share of the canvas, one repaint of the whole is cheaper than its pieces. */
const MOST_DIRTY = 0.6

interface Job {
  readonly camera: Camera
  readonly items: readonly Item[]
  next: number
}

/**
 * The settled drawing on one canvas. A pan moves the finished pixels and paints only what came into view, an edit
 * only what it touched; while zooming the last finished picture is scaled, and a new one is made at the end,
 * piece by piece when it is dear, so that no frame waits for it.
 */
export class Picture {
  #size: Size = { w: 0, h: 0 }
  #dpr = 1
  /** The camera that `canvas` is finished for, or null while it shows a scaled copy or nothing. */
  #shown: Camera | null = null
  #copy: { readonly canvas: HTMLCanvasElement; readonly camera: Camera } | null = null
  #job: Job | null = null
  #work: ReturnType<typeof buffer> | null = null
  #missed: Box[] = []
  #zoom = 0
  #zoomedAt = -Infinity
  /** Milliseconds one item took, lately. */
  #pace = 0.05

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly painter: Painter,
  ) {}

  /** Whether everything in the scene is on the canvas as it is now; else a scaled copy of what was. */
  get isSettled(): boolean {
    return this.#shown !== null
  }

  /** Nothing on the canvas is good any more: theme, fonts. */
  invalidate(): void {
    this.#shown = null
    this.#copy = null
    this.#job = null
  }

  /** Bring the canvas up to date; true when another frame is needed to finish. */
  render(camera: Camera, size: Size, dpr: number, dirty: readonly Box[], now: number): boolean {
    const device = { w: Math.max(1, Math.round(size.w * dpr)), h: Math.max(1, Math.round(size.h * dpr)) }
    if (resized(this.context.canvas, device) || dpr !== this.#dpr) this.invalidate()
    this.#size = device
    this.#dpr = dpr
    if (camera.zoom !== this.#zoom) {
      if (this.#zoom !== 0) this.#zoomedAt = now
      this.#zoom = camera.zoom
    }
    if (this.#shown?.zoom === camera.zoom) {
      this.#move(this.#shown, camera, dirty)
      return false
    }
    this.#missed.push(...dirty)
    return this.#remake(camera, now)
  }

  #move(from: Camera, to: Camera, dirty: readonly Box[]): void {
    const scale = to.zoom * this.#dpr
    const dx = Math.round((from.x - to.x) * scale)
    const dy = Math.round((from.y - to.y) * scale)
    this.#shown = to
    const { w, h } = this.#size
    const isAway = Math.abs(dx) >= w || Math.abs(dy) >= h
    const exposed = isAway ? [{ x: 0, y: 0, w, h }] : exposedBy(dx, dy, this.#size)
    const soiled = dirty.flatMap((box) => regionOf(box, to, this.#dpr, this.#size) ?? [])
    const regions = joined([...exposed, ...soiled])
    if (areaOf(regions) > MOST_DIRTY * w * h) return this.#paint(this.context, { x: 0, y: 0, w, h }, to)
    if (dx !== 0 || dy !== 0) {
      this.context.setTransform(1, 0, 0, 1, 0, 0)
      this.context.globalCompositeOperation = 'copy'
      this.context.drawImage(this.context.canvas, dx, dy)
      this.context.globalCompositeOperation = 'source-over'
    }
    for (const region of regions) this.#paint(this.context, region, to)
  }

  #remake(camera: Camera, now: number): boolean {
    const whole = { x: 0, y: 0, ...this.#size }
    const items = this.#job?.camera.zoom === camera.zoom ? this.#job.items : this.#itemsIn(whole, camera)
    const isCheap = items.length * this.#pace < BUDGET_MS
    const isFirst = !this.#shown && !this.#copy
    if (isCheap && !this.#job) {
      this.#finish(camera)
      this.#paint(this.context, whole, camera, items)
      return false
    }
    if (this.#shown) this.#keepCopy(this.#shown)
    if (this.#job && this.#job.camera.zoom !== camera.zoom) this.#job = null
    const isZooming = !isFirst && now - this.#zoomedAt < SETTLE_MS
    if (!isZooming && this.#carryOn(camera, items)) return false
    this.#showCopy(camera)
    return true
  }

  /** Paint on into the hidden canvas for a frame's budget; true when it is finished and shown. */
  #carryOn(camera: Camera, items: readonly Item[]): boolean {
    const whole = { x: 0, y: 0, ...this.#size }
    this.#work ??= buffer(this.#size)
    const { canvas, context } = this.#work
    const until = performance.now() + BUDGET_MS
    if (!this.#job) {
      resized(canvas, this.#size)
      this.#job = { camera, items, next: 0 }
      context.setTransform(1, 0, 0, 1, 0, 0)
      this.painter.paper(context, whole, camera, this.#dpr)
      this.#missed = []
    }
    const job = this.#job
    const surface = this.painter.surface(context, job.camera, this.#dpr)
    const from = job.next
    const start = performance.now()
    while (job.next < job.items.length && (job.next % 16 !== 0 || performance.now() < until)) {
      this.painter.item(surface, job.items[job.next++]!)
    }
    this.#learn(job.next - from, performance.now() - start)
    if (job.next < job.items.length) return false
    this.context.setTransform(1, 0, 0, 1, 0, 0)
    this.context.drawImage(canvas, 0, 0)
    const missed = this.#missed
    this.#finish(job.camera)
    this.#move(job.camera, camera, missed)
    return true
  }

  #finish(camera: Camera): void {
    this.#shown = camera
    this.#copy = null
    this.#job = null
    this.#missed = []
  }

  #keepCopy(camera: Camera): void {
    const { canvas, context } = buffer(this.#size)
    context.drawImage(this.context.canvas, 0, 0)
    this.#copy = { canvas, camera }
    this.#shown = null
  }

  #showCopy(camera: Camera): void {
    const whole = { x: 0, y: 0, ...this.#size }
    this.context.setTransform(1, 0, 0, 1, 0, 0)
    this.painter.paper(this.context, whole, camera, this.#dpr)
    if (!this.#copy) return
    const { canvas, camera: from } = this.#copy
    const factor = camera.zoom / from.zoom
    const scale = camera.zoom * this.#dpr
    const x = (from.x - camera.x) * scale
    const y = (from.y - camera.y) * scale
    this.context.drawImage(canvas, x, y, canvas.width * factor, canvas.height * factor)
  }

  #itemsIn(region: Region, camera: Camera): readonly Item[] {
    return this.painter.itemsIn(pageBoxOf(region, camera, this.#dpr))
  }

  #paint(context: CanvasRenderingContext2D, region: Region, camera: Camera, known?: readonly Item[]): void {
    const items = known ?? this.#itemsIn(region, camera)
    const start = performance.now()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.save()
    context.beginPath()
    context.rect(region.x, region.y, region.w, region.h)
    context.clip()
    this.painter.paper(context, region, camera, this.#dpr)
    const surface = this.painter.surface(context, camera, this.#dpr)
    for (const item of items) this.painter.item(surface, item)
    context.restore()
    this.#learn(items.length, performance.now() - start)
  }

  #learn(count: number, ms: number): void {
    if (count > 20) this.#pace = this.#pace * 0.7 + (ms / count) * 0.3
  }
}
