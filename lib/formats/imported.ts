import type { ShapeRecord } from '../board/shape'

/**
 * Why something in a file is not on the board as it was in the file. The codes are stable (programs and
 * translations key on them); the sentences are what the API and logs show.
 */
export const REASONS = {
  // Skipped: nothing of it is on the board.
  'not-an-element': 'This is not an element.',
  deleted: 'It was deleted before the file was saved.',
  'selection-box': 'A selection box is not part of the drawing.',
  'unknown-type': 'Ardoise does not know this kind of element.',
  'no-points': 'It has no points to draw.',
  'no-text': 'It has no text.',
  'invalid-shape': 'This is not a valid shape.',
  'out-of-bounds': 'It does not fit in the limits of a board.',
  // Changed: it is on the board, and something about it is different.
  image: 'Pictures cannot be imported yet: a box marks its place.',
  embed: 'Embedded pages are not shown: a box with the link marks its place.',
  'bad-number': 'A number was missing or not a number.',
  clamped: 'A value was beyond the limits and was brought back to them.',
  'negative-size': 'Its width or height was negative; it was turned over.',
  'bad-colour': 'A colour could not be read.',
  'mixed-transparency': 'Its colours were transparent to different degrees; they are mixed with white.',
  'fill-style': 'Its pattern is drawn as hatching.',
  'arrow-head': 'An arrow head is drawn with the nearest one of ours.',
  unbound: 'An end was attached to something that cannot hold it; it stays where it was.',
  'self-bound': 'An end was attached to the arrow itself; it stays where it was.',
  'label-alone': 'It was the text of something that cannot hold it; it is a text of its own.',
  'frame-lost': 'Its frame is not in the file or cannot hold it.',
  'frame-turned': 'Frames do not rotate.',
  'group-cycle': 'Its groups were inside one another in a circle or disagreed; some were left out.',
  'group-depth': 'It was in more groups, one inside the other, than a board allows.',
  'new-id': 'Its id was missing, not allowed or used twice; it has a new one.',
  reordered: 'Its group is painted at once: it is now over or under something that it was not.',
  split: 'It was too long for one stroke and goes on in the next.',
  simplified: 'It had more points than a board allows and was simplified.',
  shortened: 'Its text was longer than a board allows and was cut.',
  'bad-link': 'Its link was not one that can be opened safely.',
  locked: 'It was locked and can be edited here.',
} as const
export type ReasonCode = keyof typeof REASONS

/** One element of a file, named as the file names it, and what became of it. */
export interface ImportNote {
  readonly type: string
  readonly id: string
  /** For people: one sentence per code. */
  readonly reason: string
  readonly codes: readonly ReasonCode[]
}

export const noteOn = (type: string, id: string, codes: Iterable<ReasonCode>): ImportNote => {
  const distinct = [...new Set(codes)]
  return { type, id, codes: distinct, reason: distinct.map((code) => REASONS[code]).join(' ') }
}

/**
 * A file as shapes of ours. Every element of the file is counted once: in `imported` (those that differ are
 * also in `changed`) or in `skipped`.
 */
export interface ImportedBoard {
  readonly name: string | null
  /** `#rrggbb`, or `null` for the theme's own. */
  readonly background: string | null
  /** Valid by `validateShape`. */
  readonly shapes: readonly ShapeRecord[]
  readonly imported: number
  readonly changed: readonly ImportNote[]
  readonly skipped: readonly ImportNote[]
}

/** Why a file was refused whole; the board stays as it was. */
export interface ImportRefusal {
  readonly code: 'not-json' | 'too-large' | 'too-deep' | 'unknown-format' | 'too-new' | 'too-many' | 'empty'
  /** For people: what is wrong, with the numbers. */
  readonly detail: string
}
