import type { Box } from '../../geometry/box'
import type { Lens } from './lens'
import type { Raster } from './raster'
import { regionThrough, type Region } from './region'
import { Tile, TILE_PX } from './tile'

/** A range of places in the grid of tiles, ends included. */
export interface Span {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The tiles that a region of a canvas lies on. */
export const spanOf = ({ x, y }: Lens, region: Region): Span => ({
  left: Math.floor((region.x + x) / TILE_PX),
  top: Math.floor((region.y + y) / TILE_PX),
  right: Math.floor((region.x + region.w - 1 + x) / TILE_PX),
  bottom: Math.floor((region.y + region.h - 1 + y) / TILE_PX),
})
export const countOf = ({ left, top, right, bottom }: Span): number => (right - left + 1) * (bottom - top + 1)
export const isWithin = ({ left, top, right, bottom }: Span, column: number, row: number): boolean =>
  column >= left && column <= right && row >= top && row <= bottom

/** Half the columns there could be: at 5 000 % on the densest screens, the ends of the board are 2 ** 24 tiles out. */
const FAR = 2 ** 25
const keyOf = (column: number, row: number): number => (column + FAR) * 2 * FAR + row + FAR

/** Tiles of one scale. */
export class Level<P> {
  readonly tiles = new Map<number, Tile<P>>()

  constructor(readonly scale: number) {}

  at(column: number, row: number): Tile<P> | undefined {
    return this.tiles.get(keyOf(column, row))
  }

  /** Tiles in the span that have a picture, and whether they are all there. */
  shown(span: Span): { readonly tiles: readonly Tile<P>[]; readonly isWhole: boolean } {
    const tiles = this.within(span).filter(({ picture }) => picture !== null)
    return { tiles, isWhole: tiles.length === countOf(span) }
  }

  /** At the cost of the span or of the level, whichever is smaller. */
  within(span: Span): Tile<P>[] {
    if (countOf(span) > this.tiles.size)
      return [...this.tiles.values()].filter(({ column, row }) => isWithin(span, column, row))
    const tiles: Tile<P>[] = []
    for (let row = span.top; row <= span.bottom; row++) {
      for (let column = span.left; column <= span.right; column++) {
        const tile = this.at(column, row)
        if (tile) tiles.push(tile)
      }
    }
    return tiles
  }
}

/** Tiles of all scales, no more of them than there is room for. */
export class TileCache<P> {
  readonly #levels = new Map<number, Level<P>>()
  #size = 0

  constructor(private readonly raster: Raster<P>) {}

  get size(): number {
    return this.#size
  }
  level(scale: number): Level<P> | undefined {
    return this.#levels.get(scale)
  }
  /** From the one nearest to `scale`, itself left out: a picture twice as large serves as well as one half as large. */
  othersNear(scale: number): Level<P>[] {
    const distance = (level: Level<P>) => Math.abs(Math.log(level.scale / scale))
    return [...this.#levels.values()]
      .filter((level) => level.scale !== scale)
      .sort((a, b) => distance(a) - distance(b))
  }

  /** The tile at a place, made if it is not there. */
  make(column: number, row: number, lens: Pick<Lens, 'scale' | 'dpr'>): Tile<P> {
    let level = this.#levels.get(lens.scale)
    if (!level) this.#levels.set(lens.scale, (level = new Level(lens.scale)))
    const known = level.at(column, row)
    if (known) return known
    const tile = new Tile<P>(column, row, lens)
    level.tiles.set(keyOf(column, row), tile)
    this.#size++
    return tile
  }

  drop(tile: Tile<P>): void {
    const level = this.#levels.get(tile.lens.scale)
    if (!level?.tiles.delete(keyOf(tile.column, tile.row))) return
    if (level.tiles.size === 0) this.#levels.delete(level.scale)
    this.#size--
    if (tile.picture !== null) this.raster.free(tile.picture)
    if (tile.job) this.raster.free(tile.job.picture)
    tile.picture = null
    tile.job = null
  }

  /** Drop the scales that are neither this one nor the one that shows most of the board. */
  keepScale(scale: number): void {
    const coarsest = Math.min(...this.#levels.keys())
    this.keep(({ lens }) => lens.scale === scale || lens.scale === coarsest)
  }

  clear(): void {
    this.keep(() => false)
  }
  keep(isKept: (tile: Tile<P>) => boolean): void {
    for (const level of [...this.#levels.values()])
      for (const tile of [...level.tiles.values()]) if (!isKept(tile)) this.drop(tile)
  }

  /** The scene changed in these boxes (page units): every tile that shows one has it painted again. */
  soil(boxes: readonly Box[]): void {
    if (boxes.length === 0) return
    const size = { w: TILE_PX, h: TILE_PX }
    for (const level of this.#levels.values()) {
      for (const box of boxes) {
        const lens = { scale: level.scale, x: 0, y: 0, dpr: 1 }
        const [left, top] = [box.x * level.scale, box.y * level.scale]
        const region = { x: left, y: top, w: box.w * level.scale, h: box.h * level.scale }
        for (const tile of level.within(spanOf(lens, widened(region)))) {
          const place = regionThrough(tile.lens, box, size)
          if (place) tile.soil(place)
        }
      }
    }
  }
  soilAll(): void {
    for (const level of this.#levels.values()) for (const tile of level.tiles.values()) tile.soilAll()
  }

  /**
   * Drop down to `most` tiles. What `isNeeded` stays; of the others those of other scales go first, the one that shows
   * most of the board last among them, and then what was not seen for longest.
   */
  trim(most: number, scale: number, isNeeded: (tile: Tile<P>) => boolean): void {
    if (this.#size <= most) return
    const coarsest = Math.min(...this.#levels.keys())
    const rank = ({ lens }: Tile<P>) => (lens.scale === scale ? 2 : lens.scale === coarsest ? 1 : 0)
    const spare = [...this.#levels.values()]
      .flatMap(({ tiles }) => [...tiles.values()])
      .filter((tile) => !isNeeded(tile))
      .sort((a, b) => rank(a) - rank(b) || a.usedAt - b.usedAt)
    for (const tile of spare.slice(0, this.#size - most)) this.drop(tile)
  }
}

/** Wide enough for soft edges, whatever is rounded. */
const widened = ({ x, y, w, h }: Region): Region => ({ x: x - 4, y: y - 4, w: w + 8, h: h + 8 })
