import type { Box } from '../../geometry/box'
import type { Size } from '../navigation/camera'
import type { Item } from '../scene/scene'
import type { Lens } from './lens'
import type { Region } from './region'

/** What tiles are made of, and how they are painted: canvases in the browser, arrays of numbers in tests. */
export interface Raster<P> {
  /** A new picture of `size` device px. */
  blank(size: Size): P
  /** Give its memory back; it is not used again. */
  free(picture: P): void
  /** What is painted in `area` (page units), in the order of painting. */
  itemsIn(area: Box): readonly Item[]
  /** Fill a region with paper. */
  paper(on: P, region: Region, lens: Lens): void
  /** Paint `items[from]` up to before `items[to]`, inside the region only. */
  paint(on: P, region: Region, lens: Lens, items: readonly Item[], from: number, to: number): void
  /** Make pixels of what was asked for so far: browsers put that off, and clocks would not see it. */
  flush(picture: P): void
  /** `from` onto `to` with its corner at (`x`, `y`), pixel for pixel. */
  copy(from: P, to: P, x: number, y: number): void
  /** `from` scaled to `place` on `to`, of which only what lies in `within` is painted. */
  stretch(from: P, to: P, place: Region, within: Region): void
}
