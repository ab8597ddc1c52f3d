import type { Point } from './point'

/**
 * Signed distance from `p` to the ellipse with half axes `rx`, `ry` centred on the origin: negative inside.
 *
 * Newton's iteration on the evolute's centre of curvature (A. Ferguson's trig-free method, 2017), which converges
 * to float precision in a handful of steps for any ratio; degenerate axes fall back to the distance to a segment.
 */
export function ellipseDistance(p: Point, rx: number, ry: number): number {
  const [px, py] = [Math.abs(p.x), Math.abs(p.y)]
  if (rx === 0 || ry === 0) return Math.hypot(Math.max(0, px - rx), Math.max(0, py - ry))
  let [tx, ty] = [Math.SQRT1_2, Math.SQRT1_2]
  for (let step = 0; step < 6; step++) {
    const ex = ((rx * rx - ry * ry) * tx ** 3) / rx
    const ey = ((ry * ry - rx * rx) * ty ** 3) / ry
    const r = Math.hypot(rx * tx - ex, ry * ty - ey)
    const q = Math.hypot(px - ex, py - ey)
    if (q === 0) break
    tx = Math.min(1, Math.max(0, ((px - ex) * (r / q) + ex) / rx))
    ty = Math.min(1, Math.max(0, ((py - ey) * (r / q) + ey) / ry))
    const length = Math.hypot(tx, ty)
    if (length === 0) break
    tx /= length
    ty /= length
  }
  const near = Math.hypot(px - rx * tx, py - ry * ty)
  return (px / rx) ** 2 + (py / ry) ** 2 < 1 ? -near : near
}

/** A polygon on the ellipse of the box `0 0 w h`, clockwise from the right; `count` vertices. */
export function ellipsePolygon(w: number, h: number, count = 64): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count
    return { x: (w / 2) * (1 + Math.cos(angle)), y: (h / 2) * (1 + Math.sin(angle)) }
  })
}
