import type { Camera } from '../navigation/camera'

/** How a canvas looks at the page: device px = page units × `scale` − (`x`, `y`), and these are whole px. */
export interface Lens {
  readonly scale: number
  readonly x: number
  readonly y: number
  /** Device px per CSS px: what has a size on the screen whatever the zoom. */
  readonly dpr: number
}

export const lensOf = ({ x, y, zoom }: Camera, dpr: number): Lens => {
  const scale = zoom * dpr
  return { scale, x: Math.round(x * scale), y: Math.round(y * scale), dpr }
}

export const sameLens = (a: Lens | null, b: Lens): boolean =>
  a !== null && a.scale === b.scale && a.x === b.x && a.y === b.y && a.dpr === b.dpr

/** The lens of a canvas whose corner lies `dx`, `dy` device px into this one's. */
export const shifted = (lens: Lens, dx: number, dy: number): Lens => ({
  ...lens,
  x: lens.x + dx,
  y: lens.y + dy,
})
