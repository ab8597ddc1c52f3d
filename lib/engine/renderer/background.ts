import { gridStep } from '../../tools/snap/grid'
import type { Lens } from './lens'
import type { Region } from './region'
import type { CanvasTheme } from './theme'

const DOT_PX = 1.5

/** Fill a region with paper and its dots, which lie on whole device px so that a moved picture still fits. */
export function paintBackground(
  context: CanvasRenderingContext2D,
  region: Region,
  { scale, x, y, dpr }: Lens,
  theme: CanvasTheme,
): void {
  context.fillStyle = theme.paper
  context.fillRect(region.x, region.y, region.w, region.h)
  const step = gridStep(scale / dpr)
  const size = Math.max(1, Math.round(DOT_PX * dpr))
  // Dots are counted from the page's origin: the same one is on the same pixel in every tile and repair.
  const first = (start: number) => Math.floor((start - size) / (step * scale))
  context.fillStyle = theme.dots
  const [right, bottom] = [region.x + region.w, region.y + region.h]
  for (let row = first(region.y + y); ; row++) {
    const top = Math.round(row * step * scale) - y
    if (top >= bottom) return
    for (let column = first(region.x + x); ; column++) {
      const left = Math.round(column * step * scale) - x
      if (left >= right) break
      dot(context, region, left, top, size)
    }
  }
}

/** As much of a dot as lies in the region: what is around it stays as it is. */
function dot(
  context: CanvasRenderingContext2D,
  { x, y, w, h }: Region,
  left: number,
  top: number,
  size: number,
): void {
  const [fromX, fromY] = [Math.max(left, x), Math.max(top, y)]
  const [toX, toY] = [Math.min(left + size, x + w), Math.min(top + size, y + h)]
  if (toX > fromX && toY > fromY) context.fillRect(fromX, fromY, toX - fromX, toY - fromY)
}
