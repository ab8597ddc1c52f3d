/** What both sides of the session channel agree on, apart from the schemas: browsers check no messages and load none. */

export const SESSION_PATH = '/socket.io'
/**
 * What a tab passes as `auth.key` here and as `?s=` on `/sync`: 128 random bits or more, made by the tab itself so
 * that neither connection waits for the other. A secret of the tab; others see only the id derived from it.
 */
export const SESSION_KEY_PATTERN = /^[A-Za-z0-9_-]{22,64}$/

export const LIMITS = {
  /** Graphemes of a name; longer ones would not fit beside a cursor. */
  nameLength: 40,
  /** Points in one piece of a live stroke: a second of a 1 000 Hz pen. */
  pointsPerPiece: 1_000,
  /** People colours; neighbours differ until all are taken. */
  colours: 10,
  /** Shapes in one live drag; beyond it others see the result when the pointer lifts. */
  shapesPerDrag: 500,
  /** One batch per board per tick of at most one frame, so a crowd costs each client one message a tick. */
  tickMs: 16,
  /** How long a preview waits for the document after the pointer lifted. */
  previewTtlMs: 3_000,
} as const
