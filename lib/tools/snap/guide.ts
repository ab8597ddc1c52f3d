import type { Point } from '../../geometry/point'

/** Along which axis something was moved into place. */
export type Axis = 'x' | 'y'

/** What is shown of a snap, page units. */
export type Guide =
  /** Edges or middles on one line: `axis` is the coordinate they share, `points` what lies on it, in order. */
  | { readonly kind: 'line'; readonly axis: Axis; readonly points: readonly Point[] }
  /** One of several equal spaces along `axis`, from side to side. */
  | { readonly kind: 'gap'; readonly axis: Axis; readonly from: Point; readonly to: Point }
