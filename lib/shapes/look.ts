import type { Colour, FontName, ShapeRecord, Style } from '../board/shape'

/** A shape's style with every gap filled. */
export interface Look {
  readonly stroke: Colour | 'none'
  readonly fill: Colour | 'none'
  readonly fillStyle: 'solid' | 'hatch'
  readonly width: number
  readonly dash: 'solid' | 'dashed' | 'dotted'
  readonly opacity: number
  readonly font: FontName
  readonly size: number
  readonly align: 'left' | 'center' | 'right'
  readonly valign: 'top' | 'middle' | 'bottom'
  /** Of the text. */
  readonly ink: Colour
  readonly round: boolean
  /** Drawn by hand: 0 not, 1 a little, 2 boldly. */
  readonly roughness: 0 | 1 | 2
}

const PLAIN: Look = {
  stroke: 'ink',
  fill: 'none',
  fillStyle: 'solid',
  width: 2,
  dash: 'solid',
  opacity: 1,
  font: 'hand',
  size: 20,
  align: 'center',
  valign: 'middle',
  ink: 'ink',
  round: false,
  roughness: 0,
}
/** By a type's defaults, then by style: many shapes share one. */
const looks = new WeakMap<Style, WeakMap<Style, Look>>()

/** The style that counts: the record's, then its type's defaults, then the common ones. Kept for equal styles. */
export function lookOf(record: ShapeRecord, defaults: Style): Look {
  let ofType = looks.get(defaults)
  if (!ofType) looks.set(defaults, (ofType = new WeakMap()))
  const known = ofType.get(record.style)
  if (known) return known
  const stroke = record.style.stroke ?? defaults.stroke
  const ink = record.style.ink ?? defaults.ink ?? (stroke === 'none' || !stroke ? PLAIN.ink : stroke)
  const roughness = Math.min(
    2,
    Math.round(record.style.roughness ?? defaults.roughness ?? 0),
  ) as Look['roughness']
  const look: Look = { ...PLAIN, ...defaults, ...withoutGaps(record.style), ink, roughness }
  ofType.set(record.style, look)
  return look
}

/** An `undefined` in a draft means "not set" and must not hide a default. */
const withoutGaps = (style: Style): Style =>
  Object.fromEntries(Object.entries(style).filter(([, value]) => value !== undefined))
