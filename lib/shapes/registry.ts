import type { ShapeType } from '../board/shape'
import { arrow } from './arrow'
import type { ShapeDefinition } from './define'
import { diamond } from './diamond'
import { ellipse } from './ellipse'
import { frame } from './frame'
import { group } from './group'
import { line } from './line'
import { marker } from './marker'
import { note } from './note'
import { pen } from './pen'
import { placeholder } from './placeholder'
import { rectangle } from './rectangle'
import { text } from './text'

/** Every shape the board knows. Adding one is one module and one line here. */
export const shapes: Readonly<Record<ShapeType, ShapeDefinition>> = {
  pen,
  marker,
  rectangle,
  ellipse,
  diamond,
  line,
  arrow,
  text,
  note,
  frame,
  group,
}

/** The definition of a type; a placeholder for types that only a newer version knows. */
export const definitionOf = (type: string): AnyDefinition =>
  Object.hasOwn(shapes, type) ? shapes[type as ShapeType] : placeholder

export type AnyDefinition = Omit<ShapeDefinition, 'type'> & { readonly type: ShapeType | 'unknown' }
