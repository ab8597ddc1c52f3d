import type { Box } from '../../geometry/box'
import type { Size } from '../navigation/camera'
import type { Item, Scene } from '../scene/scene'
import type { Lens } from './lens'
import type { Raster } from './raster'
import type { Region } from './region'

/** A picture whose pixels are numbers that tell what was painted on them, and in which order. */
export interface Pixels extends Size {
  readonly data: Int32Array
}

const mixed = (before: number, added: number) => (Math.imul(before, 31) + added) | 0
const textHash = (text: string) => [...text].reduce((hash, c) => mixed(hash, c.charCodeAt(0)), 7)

/** Paints shapes as boxes of numbers, on a clock that only this moves. */
export class PixelRaster implements Raster<Pixels> {
  time = 0
  /** Pictures that are not freed. */
  alive = 0
  /** Stretches of painting that went on where another had stopped. */
  resumed = 0
  painted = 0
  /** How often it was looked up what is in a place, and how long each time takes. */
  lookups = 0
  msPerLookup = 0

  constructor(
    private readonly scene: Scene,
    private readonly msPerShape: number,
  ) {}

  blank({ w, h }: Size): Pixels {
    this.alive++
    return { w, h, data: new Int32Array(w * h) }
  }
  free(): void {
    this.alive--
  }
  itemsIn(area: Box): readonly Item[] {
    this.lookups++
    this.time += this.msPerLookup
    return this.scene.search(area).filter(({ id }) => !this.scene.lifted.has(id))
  }

  paper(on: Pixels, region: Region, { scale, x, y }: Lens): void {
    const { data } = on
    each(on, region, (row, from, to, i) => {
      const down = mixed(row + y, scale * 1_000)
      for (let column = from; column < to; column++) data[i++] = down ^ (column + x)
    })
  }

  paint(on: Pixels, region: Region, lens: Lens, items: readonly Item[], from: number, to: number): void {
    if (from > 0) this.resumed++
    for (let i = from; i < to; i++) {
      const { minX, minY, maxX, maxY, placed } = items[i]!
      const colour = textHash(placed.record.id + placed.record.order)
      const [x, y] = [Math.floor(minX * lens.scale) - lens.x, Math.floor(minY * lens.scale) - lens.y]
      const [right, bottom] = [Math.ceil(maxX * lens.scale) - lens.x, Math.ceil(maxY * lens.scale) - lens.y]
      const { data } = on
      each(on, cut({ x, y, w: right - x, h: bottom - y }, region), (_row, left, end, at) => {
        for (let column = left; column < end; column++, at++) data[at] = mixed(data[at]!, colour)
      })
      this.time += this.msPerShape
      this.painted++
    }
  }

  flush(): void {}

  copy(from: Pixels, to: Pixels, x: number, y: number): void {
    each(to, { x, y, w: from.w, h: from.h }, (row, left, end, i) => {
      const start = (row - y) * from.w - x
      to.data.set(from.data.subarray(start + left, start + end), i)
    })
  }

  stretch(from: Pixels, to: Pixels, place: Region, within: Region): void {
    each(to, cut(place, within), (row, left, end, i) => {
      const line = Math.floor(((row - place.y) / place.h) * from.h) * from.w
      for (let column = left; column < end; column++, i++)
        to.data[i] = from.data[line + Math.floor(((column - place.x) / place.w) * from.w)]!
    })
  }
}

function cut(a: Region, b: Region): Region {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)]
  return { x, y, w: Math.min(a.x + a.w, b.x + b.w) - x, h: Math.min(a.y + a.h, b.y + b.h) - y }
}

/** Visits the rows of what of a region is on a picture: columns `from` up to before `to`, the first at `data[i]`. */
function each(
  on: Pixels,
  region: Region,
  visit: (row: number, from: number, to: number, i: number) => void,
): void {
  const { x, y, w, h } = cut(region, { x: 0, y: 0, w: on.w, h: on.h })
  for (let row = y; row < y + h && w > 0; row++) visit(row, x, x + w, row * on.w + x)
}
