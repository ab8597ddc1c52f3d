import type { Item } from '../scene/scene'
import type { Lens } from './lens'
import { areaOf, joined, type Region } from './region'

/**
 * Side of a tile, device px. Moving a view of 1440 × 900 costs the same 1.2 ms in tiles of 256, 512 or 1024; shapes of
 * 100 px are painted 1.9, 1.4 or 1.2 times because they cross edges, and larger tiles paint more that nobody sees.
 */
export const TILE_PX = 512
export const WHOLE: Region = { x: 0, y: 0, w: TILE_PX, h: TILE_PX }
/** More soiled places than this are one: looking for what is there costs more than painting what is between. */
const MOST_PLACES = 12

/** A picture on its way: all of a tile, or a place in it that is too dear to repair at once. */
export interface Job<P> {
  readonly picture: P
  /** Where it goes in the tile. */
  readonly place: Region
  readonly lens: Lens
  readonly items: readonly Item[]
  next: number
}

/** One square of the drawing at one scale: its picture, and what must be painted again in it. */
export class Tile<P> {
  picture: P | null = null
  job: Job<P> | null = null
  /** When it was last of use (frames counted). */
  usedAt = 0
  /** How many shapes are in the soiled places, once somebody has looked. */
  soiledCount: number | null = null
  readonly lens: Lens
  #soiled: readonly Region[] = []

  constructor(
    readonly column: number,
    readonly row: number,
    { scale, dpr }: Pick<Lens, 'scale' | 'dpr'>,
  ) {
    this.lens = { scale, x: column * TILE_PX, y: row * TILE_PX, dpr }
  }

  /** Shows the scene as it is. */
  get isClean(): boolean {
    return this.picture !== null && this.job === null && this.#soiled.length === 0
  }
  /** Places (px of the tile) whose pixels are out of date, the job's own left out. */
  get soiled(): readonly Region[] {
    return this.#soiled
  }

  /** The scene changed there. What a running job has already taken in is painted again after it. */
  soil(place: Region): void {
    if (this.picture === null && this.job === null) return
    this.soiledCount = null
    const places = joined([...this.#soiled, place])
    this.#soiled = places.length > MOST_PLACES ? [around(places)] : places
    if (areaOf(this.#soiled) >= TILE_PX * TILE_PX) this.#soiled = [WHOLE]
  }
  soilAll(): void {
    if (this.picture !== null || this.job !== null) this.#soiled = [WHOLE]
  }

  /** The places to repair, from now on regarded as repaired. */
  takeSoiled(): readonly Region[] {
    const places = this.#soiled
    this.#soiled = []
    this.soiledCount = null
    return places
  }
}

/** The smallest region around others, of which there is one at least. */
export function around(regions: readonly Region[]): Region {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, w, h } of regions) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + w)
    bottom = Math.max(bottom, y + h)
  }
  return { x: left, y: top, w: right - left, h: bottom - top }
}
