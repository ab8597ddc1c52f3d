import type { ArrowHead, Colour } from '../board/shape'
import type { Point } from '../geometry/point'
import type { Surface } from './define'

/** Size of a head by the width of its line: thin lines still get one that is seen. */
export const headLength = (width: number): number => 9 + width * 3
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

/** A head in lines: what is drawn, and whether that is closed and filled. */
export interface HeadForm {
  readonly points: readonly Point[]
  readonly isSolid: boolean
}

/** A head's vertices at `tip`, pointing along the unit vector `along`; null where it is none or a dot. */
export function headForm(
  head: ArrowHead,
  tip: Point,
  along: Point,
  { width, scale }: { readonly width: number; readonly scale: number },
): HeadForm | null {
  const length = headLength(width) * scale
  const at = (back: number, side: number): Point => ({
    x: tip.x - along.x * back - along.y * side,
    y: tip.y - along.y * back + along.x * side,
  })
  const [back, side] = [length * Math.cos(OPENING), length * Math.sin(OPENING)]
  switch (head) {
    case 'arrow':
      return { points: [at(back, side), tip, at(back, -side)], isSolid: false }
    case 'triangle':
      return { points: [tip, at(back, side), at(back, -side)], isSolid: true }
    case 'diamond':
      return {
        points: [tip, at(length / 2, length * 0.32), at(length, 0), at(length / 2, -length * 0.32)],
        isSolid: true,
      }
    case 'bar':
      return { points: [at(0, length * 0.5), at(0, -length * 0.5)], isSolid: false }
    default:
      return null
  }
}

/** The middle and radius of a dot at `tip`. */
export function dotForm(
  tip: Point,
  along: Point,
  { width, scale }: { readonly width: number; readonly scale: number },
): { readonly centre: Point; readonly radius: number } {
  const radius = headLength(width) * scale * 0.32
  return { centre: { x: tip.x - along.x * radius, y: tip.y - along.y * radius }, radius }
}

/** Width of the outline of a filled head: enough to round its corners. */
export const outlineWidth = (width: number): number => Math.min(width, 2)

/** A head at `tip`, pointing along the unit vector `along`. */
export function drawHead(
  surface: Surface,
  head: ArrowHead,
  tip: Point,
  along: Point,
  line: { readonly colour: Colour; readonly width: number; readonly scale: number },
): void {
  const { colour, width } = line
  if (head === 'dot') {
    const { centre, radius } = dotForm(tip, along, line)
    surface.beginPath()
    surface.ellipse(centre.x, centre.y, radius, radius)
    return surface.fill({ colour, as: 'ink' })
  }
  const form = headForm(head, tip, along, line)
  if (!form) return
  surface.beginPath()
  form.points.forEach((p, i) => (i === 0 ? surface.moveTo(p.x, p.y) : surface.lineTo(p.x, p.y)))
  if (!form.isSolid) return surface.stroke({ colour, width })
  surface.closePath()
  surface.fill({ colour, as: 'ink' })
  surface.stroke({ colour, width: outlineWidth(width) })
}
