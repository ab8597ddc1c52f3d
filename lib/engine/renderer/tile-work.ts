import { shifted } from './lens'
import type { Raster } from './raster'
import { pageThrough } from './region'
import { around, TILE_PX, WHOLE, type Job, type Tile } from './tile'

/** Fewer shapes than this are not worth the look at the clock, more might take longer than a frame. */
const LEAST_AT_ONCE = 16
const MOST_AT_ONCE = 2_000
/** How much the last stretch counts in what painting a shape is believed to cost. */
const LEARNING = 0.4

/** Paints tiles, as much of them as there is time for. */
export class TileWork<P> {
  /** Milliseconds that painting one shape took, lately; at first what it takes on a slow telephone. */
  #pace = 0.1

  constructor(
    private readonly raster: Raster<P>,
    /** Milliseconds. */
    private readonly clock: () => number,
  ) {}

  /** Paint on at a tile until it shows the scene as it is, or until the time is up; true when it does. */
  advance(tile: Tile<P>, until: number): boolean {
    for (;;) {
      if (!tile.job) {
        if (tile.isClean) return true
        if (tile.picture !== null && this.repair(tile, until)) return true
        if (this.clock() >= until) return false
        tile.job = this.#begin(tile)
      }
      if (!this.#carryOn(tile.job, until)) return false
      this.#finish(tile, tile.job)
    }
  }

  /** Repair a tile in place if that is expected to be over in time; true when it shows the scene as it is. */
  repair(tile: Tile<P>, until: number): boolean {
    // Of a whole tile it would be looked up what is in it only to find that there is no time for so much.
    if (tile.picture === null || tile.job || tile.soiled[0] === WHOLE) return false
    // It was looked up before, and there still is no time for so much.
    if (tile.soiledCount !== null && this.#isTooLong(tile.soiledCount, until)) return false
    const { raster } = this
    const { picture, lens } = tile
    const repairs = tile.soiled.map((place) => ({ place, items: raster.itemsIn(pageThrough(lens, place)) }))
    const count = repairs.reduce((sum, { items }) => sum + items.length, 0)
    tile.soiledCount = count
    if (this.#isTooLong(count, until)) return false
    tile.takeSoiled()
    const start = this.clock()
    for (const { place, items } of repairs) {
      raster.paper(picture, place, lens)
      raster.paint(picture, place, lens, items, 0, items.length)
    }
    if (count >= LEAST_AT_ONCE) raster.flush(picture)
    this.#learn(count, start)
    return true
  }

  #isTooLong(count: number, until: number): boolean {
    return count > LEAST_AT_ONCE && this.clock() + count * this.#pace > until
  }

  #begin(tile: Tile<P>): Job<P> {
    const { raster } = this
    const soiled = tile.takeSoiled()
    const place = tile.picture === null ? { x: 0, y: 0, w: TILE_PX, h: TILE_PX } : around(soiled)
    const lens = shifted(tile.lens, place.x, place.y)
    const whole = { ...place, x: 0, y: 0 }
    const picture = raster.blank(place)
    raster.paper(picture, whole, lens)
    return { picture, place, lens, items: raster.itemsIn(pageThrough(lens, whole)), next: 0 }
  }

  #carryOn(job: Job<P>, until: number): boolean {
    const { picture, place, lens, items } = job
    const whole = { ...place, x: 0, y: 0 }
    while (job.next < items.length) {
      const start = this.clock()
      if (start >= until) return false
      const fitting = Math.floor((until - start) / this.#pace)
      const count = Math.max(LEAST_AT_ONCE, Math.min(MOST_AT_ONCE, fitting))
      const to = Math.min(items.length, job.next + count)
      this.raster.paint(picture, whole, lens, items, job.next, to)
      this.raster.flush(picture)
      this.#learn(to - job.next, start)
      job.next = to
    }
    return true
  }

  #finish(tile: Tile<P>, job: Job<P>): void {
    tile.job = null
    if (tile.picture === null) {
      tile.picture = job.picture
      return
    }
    this.raster.copy(job.picture, tile.picture, job.place.x, job.place.y)
    this.raster.free(job.picture)
  }

  #learn(count: number, start: number): void {
    if (count < LEAST_AT_ONCE) return
    const pace = Math.max(1e-4, (this.clock() - start) / count)
    this.#pace += (pace - this.#pace) * LEARNING
  }
}
