import type { Box } from '../../geometry/box'
import type { Camera, Size } from '../navigation/camera'
import { lensOf, sameLens, type Lens } from './lens'
import type { Raster } from './raster'
import { overlap, overlaps, type Region } from './region'
import { TILE_PX, WHOLE, type Tile } from './tile'
import { countOf, isWithin, spanOf, TileCache, type Span } from './tile-cache'
import { TileWork } from './tile-work'

/** While the view moves or something is drawn, a frame paints this long (ms): with the blit it stays below 8. */
const MOVING_BUDGET_MS = 4
/**
 * While nothing moves and the view is not finished: with the rest of its frame two ticks of the screen, and with the
 * collection of garbage that may fall into it below the 50 ms of a long task.
 */
const STILL_BUDGET_MS = 28
/** For what is not in view yet. */
const AHEAD_BUDGET_MS = 6
/** What changed in finished tiles is painted in the same frame where that is believed to take no longer than this. */
const REPAIR_BUDGET_MS = 8
/** A zoom rests when it has not changed for this long (ms): three frames, more than a pinch ever leaves out. */
const REST_MS = 48
/** Tiles of other scales are of use when one zooms back, then (but for the farthest one) a waste of memory. */
const OTHER_SCALES_MS = 20_000
/**
 * Room for tiles beside those in view and around it, in views: one scale to zoom back to, and what the last pan left
 * behind. With them 54 tiles of 1 MiB at 1440 × 900.
 */
const SPARE_VIEWS = 2
/** Tiles around the view that are painted before they are seen. */
const RING = 1
/** Scales shown over one another at most where none is whole, for a place that is not painted yet. */
const MOST_UNDER = 3

export interface Sight {
  readonly camera: Camera
  readonly dpr: number
  /** A gesture is going on: it needs the time more than tiles do. */
  readonly isBusy: boolean
  /** Something else is seen in its place: it is shown when it is whole, and not piece by piece. */
  readonly isCovered?: boolean
}

/**
 * The settled drawing on one canvas, made of tiles: squares of the drawing at one scale that are painted once, a bit in
 * every frame, and then only moved. What is not painted yet is shown as tiles of other scales have it.
 */
export class Picture<P> {
  readonly #cache: TileCache<P>
  readonly #work: TileWork<P>
  #frame = 0
  #shown: Lens | null = null
  #size: Size = { w: 0, h: 0 }
  #zoomedAt = -Infinity
  /** Something in view has other pixels than the canvas. */
  #isStale = true
  #isSettled = false
  #othersUntil = Infinity
  #revision = 0
  #changed: readonly Region[] | null = null
  /** Parts of the canvas that other pixels are waiting for; null: all of it. */
  #waiting: Region[] | null = null

  constructor(
    private readonly raster: Raster<P>,
    private readonly canvas: P,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#cache = new TileCache(raster)
    this.#work = new TileWork(raster, clock)
  }

  /** Whether the canvas shows the scene as it is, sharp and whole. */
  get isSettled(): boolean {
    return this.#isSettled
  }
  /** Another number when the canvas has been painted anew. */
  get revision(): number {
    return this.#revision
  }
  /** The parts of the canvas (device px) that the last painting changed; null: any of it. */
  get changed(): readonly Region[] | null {
    return this.#changed
  }
  get tileCount(): number {
    return this.#cache.size
  }
  /** When to come back to give memory back, in the time of `render`; null: not needed. */
  get wakeAt(): number | null {
    return this.#othersUntil < Infinity ? this.#othersUntil : null
  }

  /** Nothing painted is good any more: theme, density of pixels, a lost context. */
  invalidate(): void {
    this.#cache.clear()
    this.#isStale = true
  }
  /** The canvas has been cleared. */
  blank(): void {
    this.#isStale = true
  }
  /** Everything is painted again, what there is stays until then: fonts. */
  soilAll(): void {
    this.#cache.soilAll()
  }
  /** Give back what the canvas can do without. */
  release(): void {
    const span = this.#shown && spanOf(this.#shown, { x: 0, y: 0, ...this.#size })
    const { scale } = this.#shown ?? {}
    this.#cache.keep(
      (tile) => span !== null && tile.lens.scale === scale && isWithin(span, tile.column, tile.row),
    )
  }

  /** Bring the canvas (`device` px large) up to date with what changed in the scene; true when there is more to do. */
  render(
    { camera, dpr, isBusy, isCovered = false }: Sight,
    device: Size,
    changed: readonly Box[],
    now: number,
  ): boolean {
    const lens = lensOf(camera, dpr)
    const before = this.#shown
    if (before && before.dpr !== dpr) this.invalidate()
    if (before && before.scale !== lens.scale) this.#zoomedAt = now
    const isMoving = !sameLens(before, lens)
    this.#size = device
    this.#shown = lens
    this.#isStale ||= isMoving
    if (this.#isStale) this.#waiting = null
    this.#frame++
    this.#cache.soil(changed)
    const span = spanOf(lens, { x: 0, y: 0, ...device })
    const isZooming = now - this.#zoomedAt < REST_MS && this.#cache.size > 0
    const isWhole = !isZooming && this.#paintView(span, lens, isMoving || isBusy)
    this.#isSettled = isWhole
    if (this.#isStale && (isWhole || !isCovered)) this.#compose(span, lens)
    const isAhead = isWhole && !isMoving && !isBusy && !this.#paintAhead(span, lens)
    this.#tidy(span, lens, now, isWhole)
    return !isWhole || isAhead || (isMoving && isWhole)
  }

  /** Paint what is in view, the middle first; true when all of it shows the scene as it is. */
  #paintView(span: Span, lens: Lens, isHurried: boolean): boolean {
    const tiles = this.#nearestFirst(span, lens)
    const from = this.clock()
    const repaired = from + REPAIR_BUDGET_MS
    for (const tile of tiles) {
      const { picture, soiled } = tile
      if (picture === null || soiled.length === 0) continue
      if (this.#work.repair(tile, repaired)) this.#isNew(soiled, tile, lens)
      // Looking up what is in tiles takes long where that is most of a large board.
      if (this.clock() >= repaired) break
    }
    const hurried = this.clock() + MOVING_BUDGET_MS
    const until = isHurried ? hurried : Math.max(hurried, from + STILL_BUDGET_MS)
    for (const tile of tiles) {
      if (tile.isClean) continue
      if (!this.#work.advance(tile, until)) return false
      this.#isNew([WHOLE], tile, lens)
    }
    return true
  }

  /** Places of a tile in view have other pixels than the canvas. */
  #isNew(places: readonly Region[], { column, row }: Tile<P>, lens: Lens): void {
    this.#isStale = true
    const whole = { x: 0, y: 0, ...this.#size }
    for (const { x, y, w, h } of places) {
      const place = { x: x + column * TILE_PX - lens.x, y: y + row * TILE_PX - lens.y, w, h }
      if (overlaps(place, whole)) this.#waiting?.push(overlap(place, whole))
    }
  }

  /** Paint around the view, then what is out of date elsewhere; true when nothing of it is left. */
  #paintAhead(span: Span, lens: Lens): boolean {
    const until = this.clock() + AHEAD_BUDGET_MS
    for (const tile of this.#nearestFirst(grown(span, RING), lens))
      if (!tile.isClean && !this.#work.advance(tile, until)) return false
    for (const { tiles } of this.#cache.othersNear(lens.scale))
      for (const tile of tiles.values())
        if (tile.picture !== null && !tile.isClean && !this.#work.advance(tile, until)) return false
    return true
  }

  #nearestFirst(span: Span, lens: Lens): Tile<P>[] {
    const [x, y] = [(lens.x + this.#size.w / 2) / TILE_PX - 0.5, (lens.y + this.#size.h / 2) / TILE_PX - 0.5]
    const tiles: Tile<P>[] = []
    for (let row = span.top; row <= span.bottom; row++) {
      for (let column = span.left; column <= span.right; column++) {
        const tile = this.#cache.make(column, row, lens)
        tile.usedAt = this.#frame
        tiles.push(tile)
      }
    }
    const away = ({ column, row }: Tile<P>) => (column - x) ** 2 + (row - y) ** 2
    return tiles.sort((a, b) => away(a) - away(b))
  }

  #compose({ left, top, right, bottom }: Span, lens: Lens): void {
    const { raster, canvas } = this
    const level = this.#cache.level(lens.scale)
    const missing: Region[] = []
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const tile = level?.at(column, row)
        const [x, y] = [column * TILE_PX - lens.x, row * TILE_PX - lens.y]
        if (tile && tile.picture !== null) {
          tile.usedAt = this.#frame
          raster.copy(tile.picture, canvas, x, y)
        } else missing.push({ x, y, w: TILE_PX, h: TILE_PX })
      }
    }
    const whole = { x: 0, y: 0, ...this.#size }
    const isBare = missing.length === countOf({ left, top, right, bottom })
    for (const place of isBare ? [whole] : missing) this.#fill(overlap(place, whole), lens)
    this.#isStale = false
    this.#revision++
    this.#changed = this.#waiting
    this.#waiting = []
  }

  /** Show a place that is not painted at this scale as the nearest scales have it, over paper. */
  #fill(place: Region, lens: Lens): void {
    const under: (readonly Tile<P>[])[] = []
    let isCovered = false
    for (const level of this.#cache.othersNear(lens.scale)) {
      const ratio = level.scale / lens.scale
      const far = { ...lens, x: lens.x * ratio, y: lens.y * ratio }
      const part = { x: place.x * ratio, y: place.y * ratio, w: place.w * ratio, h: place.h * ratio }
      const { tiles, isWhole } = level.shown(spanOf(far, part))
      if (tiles.length > 0) under.push(tiles)
      isCovered = isWhole
      if (isWhole || under.length === MOST_UNDER) break
    }
    if (!isCovered) this.raster.paper(this.canvas, place, lens)
    for (const tiles of under.reverse()) for (const tile of tiles) this.#stretch(tile, place, lens)
  }

  #stretch(tile: Tile<P>, within: Region, lens: Lens): void {
    if (tile.picture === null) return
    tile.usedAt = this.#frame
    const side = (TILE_PX * lens.scale) / tile.lens.scale
    // Edges on whole pixels, the same for neighbours: nothing shines through between them.
    const edge = (index: number, start: number) => Math.round(index * side) - start
    const [x, y] = [edge(tile.column, lens.x), edge(tile.row, lens.y)]
    const place = { x, y, w: edge(tile.column + 1, lens.x) - x, h: edge(tile.row + 1, lens.y) - y }
    if (place.w > 0 && place.h > 0) this.raster.stretch(tile.picture, this.canvas, place, within)
  }

  #tidy(span: Span, lens: Lens, now: number, isWhole: boolean): void {
    this.#cache.trim(
      countOf(grown(span, RING)) + SPARE_VIEWS * countOf(span),
      lens.scale,
      ({ lens: { scale }, column, row }) => scale === lens.scale && isWithin(span, column, row),
    )
    if (!isWhole) this.#othersUntil = now + OTHER_SCALES_MS
    else if (now >= this.#othersUntil) {
      this.#othersUntil = Infinity
      this.#cache.keepScale(lens.scale)
    }
  }
}

const grown = ({ left, top, right, bottom }: Span, by: number): Span => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
})
