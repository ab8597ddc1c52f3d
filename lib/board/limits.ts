/** Bounds on a document, each with its reason. Both sides refuse what is beyond them. */

/** Far beyond any drawing, and small enough that 1/16 px at 5 000 % is still exact in a float64. */
export const MAX_COORDINATE = 1e6
export const MAX_SIZE = 1e5
/** A live preview, a repaint and a packed value of one stroke stay cheap; a longer stroke goes on in the next. */
export const MAX_POINTS = 10_000
/** Beside the text: what one shape may cost everyone who opens the board. */
export const MAX_SHAPE_BYTES = 64 * 1024
/** A novel chapter; laying out more in one box would stall a frame. */
export const MAX_TEXT_LENGTH = 100_000
/** One transaction is one frame on the wire and one repaint. */
export const MAX_SHAPES_PER_TRANSACTION = 500
export const MAX_SHAPES = 250_000
/** Style and data objects are small and flat; deeper ones are an attack on recursive readers. */
export const MAX_VALUE_DEPTH = 8
export const MAX_KEY_BYTES = 128
/** Frames and groups inside one another: enough for any drawing, finite for every walk. */
export const MAX_NESTING = 32
export const MAX_BOARD_NAME_LENGTH = 200
export const MIN_STROKE_WIDTH = 0.05
export const MAX_STROKE_WIDTH = 400
export const MIN_FONT_SIZE = 1
export const MAX_FONT_SIZE = 2_000
