import type { Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import type { Copies } from '../../board/operations'
import type { Edit } from '../../board/shape'
import type { Box } from '../../geometry/box'
import type { Loop } from '../loop'
import type { Marquee } from '../marquee'
import type { Surroundings } from '../snap/snapper'
import type { ResizeHandle, SelectionFrame } from './frame'
import type { Vertex } from './vertices'

/** What the select tool is doing. Everything a drag needs of its beginning is in its state. */
export type SelectState =
  | { readonly at: 'idle' }
  /** On a shape; `onClick` is the selection if the pointer lifts here. */
  | { readonly at: 'pressed'; readonly origin: Point; readonly onClick: readonly ShapeId[] }
  /** On nothing, or inside a hollow shape: a drag sweeps. */
  | {
      readonly at: 'pressed-empty'
      readonly origin: Point
      readonly isAdding: boolean
      readonly onClick: readonly ShapeId[]
    }
  | { readonly at: 'marquee'; readonly marquee: Marquee }
  | { readonly at: 'lasso'; readonly loop: Loop }
  | {
      readonly at: 'moving'
      readonly origin: Point
      readonly ids: readonly ShapeId[]
      /** The upright box around them where they were taken: what snaps. */
      readonly box: Box
      readonly near: Surroundings | null
      readonly isCopying: boolean
      /** Copies that Alt makes, kept so that their ids stay while they move. */
      readonly copies: Copies | null
      /** The copies where they are; none while the shapes themselves are dragged. */
      readonly edits: readonly Edit[]
    }
  | {
      readonly at: 'resizing'
      readonly handle: ResizeHandle
      readonly frame: SelectionFrame
      /** From the handle to where it was taken. */
      readonly grip: Point
      readonly near: Surroundings | null
    }
  | { readonly at: 'turning'; readonly frame: SelectionFrame; readonly from: number }
  | {
      readonly at: 'vertex'
      readonly id: ShapeId
      readonly vertex: Vertex
      readonly origin: Point
      readonly isMoved: boolean
      readonly near: Surroundings | null
    }

export const idle: SelectState = { at: 'idle' }
