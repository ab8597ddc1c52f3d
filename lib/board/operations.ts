/** Every operation on shapes: pure functions from a view of the board to edits. `BoardDocument.apply` writes them. */
export { alignShapes, distributeShapes, flipShapes, type Alignment } from './operations/align'
export { reorderShapes, type Stacking } from './operations/arrange'
export {
  copyShapes,
  duplicateShapes,
  pasteShapes,
  type ClipboardPayload,
  type Copies,
} from './operations/copy'
export { groupShapes, originIn, reparentShapes, ungroupShapes } from './operations/nest'
export { removeShapes } from './operations/remove'
export { moveShapes, resizeShapes, restyleShapes, rotateShapes, type Scaling } from './operations/transform'
export {
  anchorPoint,
  geoAt,
  inPaintOrder,
  inPieces,
  leavesOf,
  movable,
  outermost,
  pageGeo,
  someMovable,
  withDescendants,
  type LastPoint,
} from './operations/tree'
