import type { Box } from '../../lib/geometry/box'

/** Space between the bar and what it is about; leaves room for the handle that turns the selection. */
const GAP_PX = 14
const TURN_HANDLE_PX = 30

export interface Insets {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}
export interface BarPlacement {
  readonly x: number
  readonly y: number
  readonly side: 'above' | 'below' | 'inside'
}

/**
 * Where a bar floats: above the selection, below it when there is no room above, inside the view over a selection
 * that fills it; never under the panels at the edges (`insets`) and never outside the window. CSS px.
 */
export function placeBar(
  selection: Box,
  bar: { readonly w: number; readonly h: number },
  view: { readonly w: number; readonly h: number },
  insets: Insets,
): BarPlacement {
  const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
  const x = clamp(
    selection.x + selection.w / 2 - bar.w / 2,
    insets.left,
    Math.max(insets.left, view.w - insets.right - bar.w),
  )
  const [top, bottom] = [insets.top, view.h - insets.bottom - bar.h]

  const above = selection.y - TURN_HANDLE_PX - GAP_PX - bar.h
  if (above >= top && above <= bottom) return { x, y: above, side: 'above' }
  const below = selection.y + selection.h + GAP_PX
  if (below >= top && below <= bottom) return { x, y: below, side: 'below' }
  return { x, y: clamp(above, top, Math.max(top, bottom)), side: 'inside' }
}
