/** A pen held up to this far from upright (radians) writes with its tip: as hands hold it. */
const TIP_TILT = Math.PI / 4
/** From this far on it lies on its side, as a pencil does that shades. */
const SIDE_TILT = (75 * Math.PI) / 180
/** Share of the way to the widest stroke that a pen on its side has gone. */
const SIDE_SHARE = 0.7

type Pen = Pick<PointerEvent, 'pressure' | 'tiltX' | 'tiltY'> & { readonly altitudeAngle?: number }

/** Angle from upright, 0 to π/2; from the altitude where the browser tells it, else from the two tilts. */
export function tiltOf({ altitudeAngle, tiltX, tiltY }: Pen): number {
  if (altitudeAngle !== undefined) return Math.PI / 2 - altitudeAngle
  const [x, y] = [Math.tan((tiltX * Math.PI) / 180), Math.tan((tiltY * Math.PI) / 180)]
  return Math.atan(Math.hypot(x, y))
}

/**
 * What a pen writes into a point, 0 to 1: light pressure thins, and its side broadens as a pencil's does. Kept in the
 * one value of pressure, because what is meant by either is the width of the ink.
 */
export function penPressure(pen: Pen): number {
  const pressure = Number.isFinite(pen.pressure) ? Math.max(0, Math.min(1, pen.pressure)) : 0.5
  const tilt = tiltOf(pen)
  if (!(tilt > TIP_TILT)) return pressure
  const side = Math.min(1, (tilt - TIP_TILT) / (SIDE_TILT - TIP_TILT))
  return pressure + (1 - pressure) * side * SIDE_SHARE
}
