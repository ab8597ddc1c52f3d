import type { ArrowHead, Colour } from '../board/shape'
import type { Point } from '../geometry/point'
import type { Surface } from './define'

/** Size of a head by the width of its line: thin lines still get one that is seen. */
const headLength = (width: number): number => 9 + width * 3
/** The two sides of an arrow open by 27° from its line. */
const OPENING = (27 / 180) * Math.PI

/** How far from the end the line itself stops, so that it does not show through the head. */
export function trimFor(head: ArrowHead, width: number, scale: number): number {
  const length = headLength(width) * scale
  if (head === 'triangle') return length * Math.cos(OPENING) * 0.9
  if (head === 'diamond') return length * 0.95
  if (head === 'dot') return length * 0.5
  return 0
}

/** Everything a head paints is within this distance of the line's end. */
export const headReach = (width: number): number => headLength(width) * 1.1 + width

/** Heads shrink on a line too short for them. */
export const headScale = (width: number, length: number): number =>
  Math.min(1, length / (headLength(width) * 2.2))

/** A head at `tip`, pointing along the unit vector `along`. */
export function drawHead(
  surface: Surface,
  head: ArrowHead,
  tip: Point,
  along: Point,
  line: { readonly colour: Colour; readonly width: number; readonly scale: number },
): void {
  if (head === 'none') return
  const { colour, scale } = line
  const width = line.width
  const length = headLength(width) * scale
  const at = (back: number, side: number): Point => ({
    x: tip.x - along.x * back - along.y * side,
    y: tip.y - along.y * back + along.x * side,
  })
  const trace = (points: readonly Point[]) => {
    surface.beginPath()
    points.forEach((p, i) => (i === 0 ? surface.moveTo(p.x, p.y) : surface.lineTo(p.x, p.y)))
  }
  const [back, side] = [length * Math.cos(OPENING), length * Math.sin(OPENING)]
  const solid = () => {
    surface.closePath()
    surface.fill({ colour, as: 'ink' })
    surface.stroke({ colour, width: Math.min(width, 2) })
  }
  switch (head) {
    case 'arrow':
      trace([at(back, side), tip, at(back, -side)])
      return surface.stroke({ colour, width })
    case 'triangle':
      trace([tip, at(back, side), at(back, -side)])
      return solid()
    case 'diamond':
      trace([tip, at(length / 2, length * 0.32), at(length, 0), at(length / 2, -length * 0.32)])
      return solid()
    case 'dot': {
      const centre = at(length * 0.32, 0)
      surface.beginPath()
      surface.ellipse(centre.x, centre.y, length * 0.32, length * 0.32)
      return surface.fill({ colour, as: 'ink' })
    }
    case 'bar':
      trace([at(0, length * 0.5), at(0, -length * 0.5)])
      return surface.stroke({ colour, width })
  }
}
