import type { Camera } from '../camera'
import type { Region } from './region'
import type { CanvasTheme } from './theme'

/** Page units between dots at 100 %. */
const SPACING = 24
/** Dots closer than this on screen (CSS px) would be noise: every second one goes, then every fourth… */
const CLOSEST = 16
const DOT_PX = 1.5

/** Fill a region with paper and its dots, which lie on whole device px so that a moved picture still fits. */
export function paintBackground(
  context: CanvasRenderingContext2D,
  region: Region,
  camera: Camera,
  dpr: number,
  theme: CanvasTheme,
): void {
  context.fillStyle = theme.paper
  context.fillRect(region.x, region.y, region.w, region.h)
  const step = SPACING * 2 ** Math.ceil(Math.log2(CLOSEST / (SPACING * camera.zoom)))
  const scale = camera.zoom * dpr
  const size = Math.max(1, Math.round(DOT_PX * dpr))
  const first = (from: number, start: number) => Math.floor((start + (from - size) / scale) / step) * step
  context.fillStyle = theme.dots
  const right = camera.x + (region.x + region.w) / scale
  const bottom = camera.y + (region.y + region.h) / scale
  for (let y = first(region.y, camera.y); y <= bottom; y += step) {
    const top = Math.round((y - camera.y) * scale)
    for (let x = first(region.x, camera.x); x <= right; x += step) {
      context.fillRect(Math.round((x - camera.x) * scale), top, size, size)
    }
  }
}
