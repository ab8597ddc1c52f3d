import type { ShapeId } from '../board/ids'
import type { Point } from '../geometry/point'
import type { Env } from './define'

/** Where an arrow's end was last drawn, page units: what it keeps when the shape it was attached to goes. */
export const lastPointOf =
  ({ place }: Pick<Env, 'place'>) =>
  (arrow: ShapeId, end: 'start' | 'end'): Point | undefined => {
    const route = place(arrow)?.route
    return end === 'start' ? route?.[0] : route?.at(-1)
  }
