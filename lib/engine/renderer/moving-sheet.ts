import type { ShapeId } from '../../board/ids'
import type { Lift } from '../scene/lift'
import type { Item, Scene } from '../scene/scene'
import type { CanvasRaster } from './canvas-raster'
import type { Lens } from './lens'
import { pageThrough, type Region } from './region'
import { Still } from './still'

/** Side of the squares that are painted one after the other, device px. */
const CELL_PX = 512
const WHOLE: Region = { x: 0, y: 0, w: CELL_PX, h: CELL_PX }
/** Items painted between two looks at the clock: fewer are not worth the look, more might take longer than a frame. */
const [LEAST_AT_ONCE, MOST_AT_ONCE] = [16, 1_024]
/** How long one stretch between two looks may take (ms). */
const STRETCH_MS = 2

/** How the page on which nothing has moved is seen, and how much of it (device px). */
export interface SheetView {
  readonly lens: Lens
  readonly w: number
  readonly h: number
}

/** One square: its picture, and what has still to be painted on it. */
interface Cell {
  readonly column: number
  readonly row: number
  /** On the page when all of it is painted, if there is anything on it. */
  readonly still: Still
  /** Null before anything was looked for, and when all is painted. */
  job: Job | null
  isPainted: boolean
}
interface Job {
  readonly context: OffscreenCanvasRenderingContext2D
  readonly items: readonly Item[]
  next: number
}

/**
 * What is dragged, painted once at one scale where it was, in squares under one element that moves: as many as the
 * view needs, the nearest to its middle first. What the view leaves is given back, what comes into it is painted.
 */
export class MovingSheet {
  readonly element: HTMLElement
  readonly #cells = new Map<string, Cell>()
  #atOnce = LEAST_AT_ONCE
  #isComplete = false

  constructor(
    readonly lift: Lift,
    private readonly lens: Lens,
    private readonly scene: Scene,
    private readonly raster: CanvasRaster,
    document: Document,
  ) {
    this.element = document.createElement('div')
    this.element.setAttribute('aria-hidden', 'true')
    this.element.style.cssText =
      'position:absolute;left:0;top:0;transform-origin:0 0;pointer-events:none;visibility:hidden;will-change:transform'
  }

  get scale(): number {
    return this.lens.scale
  }
  /** Everything it covers is painted. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /** Cover the view, which is one at this scale. */
  cover({ lens, w, h }: SheetView): void {
    const [left, top] = [Math.floor(lens.x / CELL_PX), Math.floor(lens.y / CELL_PX)]
    const [right, bottom] = [Math.ceil((lens.x + w) / CELL_PX), Math.ceil((lens.y + h) / CELL_PX)]
    for (const [key, { column, row, still }] of this.#cells) {
      if (column >= left && column < right && row >= top && row < bottom) continue
      this.#cells.delete(key)
      still.dispose()
    }
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) this.#add(column, row)
    }
  }

  /** Paint on until `until` (ms of `performance.now`); shapes that the document has moved by now are left out. */
  paint(view: SheetView, until: number, landed: ReadonlySet<ShapeId>): void {
    while (!this.#isComplete) {
      const cell = this.#nearest(view)
      if (!cell) this.#isComplete = true
      else this.#carryOn(cell, landed)
      if (performance.now() >= until) return
    }
  }

  /** Its top left corner on the page where nothing has moved is the page's origin: move that to (`x`, `y`), CSS px. */
  moveTo(x: number, y: number, stretch: number): void {
    this.element.style.transform = `translate(${x}px,${y}px) scale(${stretch})`
  }

  dispose(): void {
    this.element.remove()
    for (const { still } of this.#cells.values()) still.dispose()
    this.#cells.clear()
  }

  #add(column: number, row: number): void {
    const key = `${column} ${row}`
    if (this.#cells.has(key)) return
    const still = new Still(this.element.ownerDocument, { w: CELL_PX, h: CELL_PX })
    const { dpr } = this.lens
    const [x, y, side] = [(column * CELL_PX) / dpr, (row * CELL_PX) / dpr, CELL_PX / dpr]
    still.canvas.style.cssText = `position:absolute;left:${x}px;top:${y}px;width:${side}px;height:${side}px`
    this.#cells.set(key, { column, row, still, job: null, isPainted: false })
    this.#isComplete = false
  }

  #nearest({ lens, w, h }: SheetView): Cell | null {
    let [nearest, least] = [null as Cell | null, Infinity]
    for (const cell of this.#cells.values()) {
      if (cell.isPainted) continue
      const dx = (cell.column + 0.5) * CELL_PX - lens.x - w / 2
      const dy = (cell.row + 0.5) * CELL_PX - lens.y - h / 2
      // One that was begun is finished first.
      const far = cell.job ? -1 : Math.hypot(dx, dy)
      if (far < least) [nearest, least] = [cell, far]
    }
    return nearest
  }

  #carryOn(cell: Cell, landed: ReadonlySet<ShapeId>): void {
    const lens = { ...this.lens, x: cell.column * CELL_PX, y: cell.row * CELL_PX }
    cell.job ??= this.#begin(lens, landed)
    const { context, items, next } = cell.job
    const start = performance.now()
    const to = Math.min(items.length, next + this.#atOnce)
    if (to > next) {
      this.raster.paint(context, WHOLE, lens, items, next, to)
      this.raster.flush(context)
      const isQuick = performance.now() - start < STRETCH_MS
      this.#atOnce = Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, this.#atOnce * (isQuick ? 2 : 0.5)))
    }
    cell.job.next = to
    if (to < items.length) return
    if (items.length > 0) {
      cell.still.show(context.canvas.transferToImageBitmap())
      this.element.append(cell.still.canvas)
    }
    cell.job = null
    cell.isPainted = true
  }

  #begin(lens: Lens, landed: ReadonlySet<ShapeId>): Job {
    const { rigid } = this.lift
    const found = this.scene.search(pageThrough(lens, WHOLE))
    const items = found.filter(({ id }) => rigid.has(id) && !landed.has(id))
    const context = new OffscreenCanvas(CELL_PX, CELL_PX).getContext('2d')
    if (!context) throw new Error('This browser gives no 2D canvas')
    return { context, items, next: 0 }
  }
}
