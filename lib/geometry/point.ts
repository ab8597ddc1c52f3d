/** A position or a vector. Units are the caller's: page units unless the name says otherwise. */
export interface Point {
  readonly x: number
  readonly y: number
}

export const add = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y })
export const subtract = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y })
export const scale = (a: Point, factor: number): Point => ({ x: a.x * factor, y: a.y * factor })
export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
export const lerp = (a: Point, b: Point, t: number): Point => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
})

/** Rotate `p` about `centre` by `radians`, clockwise on a canvas (y grows downwards). */
export function rotate(p: Point, radians: number, centre: Point = { x: 0, y: 0 }): Point {
  if (radians === 0) return p
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const [dx, dy] = [p.x - centre.x, p.y - centre.y]
  return { x: centre.x + dx * cos - dy * sin, y: centre.y + dx * sin + dy * cos }
}
