import type { Box } from '../../lib/geometry/box'
import type { Theme } from '../../lib/shapes/palette'

/** What the worker is handed: the board in Yjs updates, in order. */
export interface PreviewTask {
  readonly updates: readonly Uint8Array[]
}

/** A board's picture as the worker drew it, WebP. */
export interface DrawnPreview {
  /** Around everything on the board, page units: what a new visitor's view is fitted to. */
  readonly contents: Box
  /** What the picture shows, page units. */
  readonly area: Box
  /** Px per page unit. */
  readonly scale: number
  /** The board's own colour behind it, as CSS; null: that of the theme. */
  readonly background: string | null
  readonly pictures: Readonly<Record<Theme, Uint8Array>>
}
