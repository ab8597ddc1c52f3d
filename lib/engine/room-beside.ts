import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'

/** Places that are tried before something is put where something else is. */
const TRIES = 12

/**
 * A box of `size` beside `box`, `gap` away `towards` a side (a unit step along one axis), in line with its middle; or
 * the nearest one across from there that `isFree`. Page units.
 */
export function roomBeside(
  box: Box,
  size: { readonly w: number; readonly h: number },
  towards: Point,
  gap: number,
  isFree: (area: Box) => boolean,
): Box {
  const middle = {
    x: box.x + box.w / 2 + towards.x * (box.w / 2 + gap + size.w / 2),
    y: box.y + box.h / 2 + towards.y * (box.h / 2 + gap + size.h / 2),
  }
  const across = { x: towards.y === 0 ? 0 : size.w + gap / 2, y: towards.x === 0 ? 0 : size.h + gap / 2 }
  const tried = (nth: number): Box => {
    // In line first, then one place to the one side, one to the other, and so on outwards.
    const steps = Math.ceil(nth / 2) * (nth % 2 === 0 ? -1 : 1)
    const x = middle.x - size.w / 2 + across.x * steps
    const y = middle.y - size.h / 2 + across.y * steps
    return { x, y, w: size.w, h: size.h }
  }
  for (let nth = 0; nth < TRIES; nth++) if (isFree(tried(nth))) return tried(nth)
  return tried(0)
}
