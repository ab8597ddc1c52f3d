import type { Box } from '../geometry/box'
import type { Point } from '../geometry/point'
import type { ShapeId } from '../board/ids'
import type { BoardView, Colour, Geo, ShapeData, ShapeRecord, ShapeType, Style } from '../board/shape'

/** Path commands as in Canvas 2D. */
export interface Path {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void
  ellipse(cx: number, cy: number, rx: number, ry: number): void
  roundRect(x: number, y: number, w: number, h: number, radius: number): void
  closePath(): void
}

/**
 * A drawing surface in a shape's local coordinates (origin at the box's top-left corner, before rotation, page
 * units). Canvas 2D implements it here, SVG in `lib/formats`; shapes never see either.
 *
 * A path stays until the next `beginPath` or `kept`: it can be filled and then stroked. What is begun by a
 * `roundRect` without a radius and holds nothing else is the cheapest there is, on a canvas a quarter of any curve.
 */
export interface Surface extends Path {
  beginPath(): void
  /** Page units per device pixel: what is smaller need not be drawn. Absent: draw everything. */
  readonly pixel?: number
  /** Begin the path that `trace` makes; a surface may keep it as long as `key` lives, and not trace it again. */
  kept?(key: object, trace: (path: Path) => void): void
  fill(paint: Paint): void
  stroke(pen: Pen): void
  /** One line of text, `width` as laid out; `x`, `y` is the start of its alphabetic baseline. */
  text(line: string, x: number, y: number, font: FontFace, width: number): void
  /** Restrict what `draw` paints to a box (frames). */
  clip(box: Box, draw: () => void): void
}

/** Begin the path that `trace` makes of `key`, kept where the surface can. */
export function tracePath<K extends object>(
  surface: Surface,
  key: K,
  trace: (path: Path, key: K) => void,
): void {
  if (surface.kept) return surface.kept(key, (path) => trace(path, key))
  surface.beginPath()
  trace(surface, key)
}

/**
 * A colour of the document and how it is shown: `ink` as it is, `tint` light (fills), `note` a sticky's paper,
 * `marker` translucent and blended (see `MARKER_BLEND`), `shadow` dark in every theme.
 */
export interface Paint {
  readonly colour: Colour
  readonly as: 'ink' | 'tint' | 'note' | 'marker' | 'shadow'
  /** 0 to 1, on top of the shape's own opacity. */
  readonly opacity?: number
  readonly pattern?: 'solid' | 'hatch'
}
export interface Pen {
  readonly colour: Colour
  readonly width: number
  readonly dash?: 'solid' | 'dashed' | 'dotted'
  readonly cap?: 'round' | 'butt'
  /** 0 to 1, on top of the shape's own opacity. */
  readonly opacity?: number
}
export interface FontFace {
  readonly font: NonNullable<Style['font']>
  readonly size: number
  readonly colour: Colour
  /** What it stands on: a note's paper is light in every theme, and so its inks are those of paper. */
  readonly on?: 'board' | 'note'
}

/** A shape with its place on the page resolved; what `bounds`, `hit` and `draw` are given. */
export interface Placed {
  readonly record: ShapeRecord
  /** Page units: `record.geo` plus the frames' origins. For arrows and groups, the derived box. */
  readonly box: Box
  readonly rotation: number
  /** Arrows: the vertices of the route in page units, ends clipped to their targets. */
  readonly route?: readonly Point[]
}

/** How a selected shape may be handled. */
export interface Handling {
  readonly resize: 'free' | 'ratio' | 'width' | 'none'
  readonly rotate: boolean
  /** Text can be typed inside it (`Enter`, double click). */
  readonly text: boolean
}

/**
 * One module per shape: data and pure functions, no editor, so that the same module serves canvas, export and hit
 * test. Lengths in page units.
 */
export interface ShapeDefinition {
  readonly type: ShapeType
  readonly defaults: {
    readonly w: number
    readonly h: number
    readonly style: Style
    readonly data: ShapeData
  }
  /** The keys of `Style` that mean something for this type: the style panel shows exactly these. */
  readonly styles: readonly (keyof Style & string)[]
  readonly handling: Handling
  /** Everything this shape paints, page units, margins included (stroke width, arrow heads), before rotation. */
  bounds(shape: Placed): Box
  /** `at` in page units. A hollow shape is hit on its outline only. */
  hit(shape: Placed, at: Point, slop: number): boolean
  /** Whether a selection box (page units) touches it; the default is an intersection with its turned box. */
  touches?(shape: Placed, area: Box): boolean
  /**
   * What a loop drawn around it must hold, page units: its outline, ending where it began, or its line. The default
   * is its turned box.
   */
  outline?(shape: Placed): readonly Point[]
  /** Paint in local coordinates (see `Surface`), the shape's opacity left to the caller. */
  draw(surface: Surface, shape: Placed): void
  /** Where an arrow from `from` (page units) meets the outline on its way to `anchor`; absent: cannot be a target. */
  attach?(shape: Placed, anchor: Point, from: Point): Point
  /** Where text is laid out, local coordinates before rotation; absent: no text. */
  textBox?(shape: Placed): Box
}

export const defineShape = (definition: ShapeDefinition): ShapeDefinition => definition

/** Finds the box, rotation and route of shapes; needs the board because children and arrows derive theirs. */
export type Place = (board: BoardView, id: ShapeId) => Placed | undefined
export type { Geo }
