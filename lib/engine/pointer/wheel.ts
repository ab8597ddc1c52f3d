import { scale, type Point } from '../../geometry/point'
import { panned, zoomedTo } from '../navigation/camera'
import type { Viewport } from '../navigation/viewport'

/** Zoom per px of a wheel turned with Ctrl; a notch of 100 px counts as 25, a trackpad's pinch as it is. */
const WHEEL_ZOOM = 0.01
const WHEEL_MOST_PX = 25
/** Firefox counts wheel lines. */
const LINE_PX = 16
const DELTA_LINE = 1

/** Pan by a turn of the wheel or a swipe on a trackpad at `at` (CSS px); zoom with Ctrl, which is a pinch there too. */
export function turnWheel(event: WheelEvent, at: Point, viewport: Viewport): void {
  const unit = event.deltaMode === DELTA_LINE ? LINE_PX : 1
  const delta = scale({ x: event.deltaX, y: event.deltaY }, unit)
  const { aim, leastZoom } = viewport
  if (event.ctrlKey || event.metaKey) {
    const turned = Math.max(-WHEEL_MOST_PX, Math.min(WHEEL_MOST_PX, delta.y))
    return viewport.look(zoomedTo(aim, aim.zoom * Math.exp(-turned * WHEEL_ZOOM), at, leastZoom))
  }
  const isSideways = event.shiftKey && delta.x === 0
  viewport.look(panned(aim, scale(isSideways ? { x: delta.y, y: 0 } : delta, -1)))
}
