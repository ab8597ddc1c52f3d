/** Page units between the dots of the grid at 100 %. */
const SPACING = 24
/** Dots closer than this on screen (CSS px) would be noise: every second one goes, then every fourth… */
const CLOSEST_PX = 16

/** Page units between the dots that are shown at this zoom: what is seen is what is snapped to. */
export const gridStep = (zoom: number): number =>
  SPACING * 2 ** Math.ceil(Math.log2(CLOSEST_PX / (SPACING * zoom)))

/** How far the nearest line of a grid of `step` is from `at`, signed. */
export const toGrid = (at: number, step: number): number => Math.round(at / step) * step - at
