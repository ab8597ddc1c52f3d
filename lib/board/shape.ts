import type { ShapeId } from './ids'

/**
 * The plain, immutable picture of one shape, as read from the document (design: a `Y.Map` of grouped keys).
 * A new object is made whenever anything in the shape changes, so identity says whether it changed.
 */
export interface ShapeRecord {
  readonly id: ShapeId
  /** One of `SHAPE_TYPES`, or an unknown type from a newer client: kept, drawn as a placeholder. */
  readonly type: string
  readonly geo: Geo
  readonly style: Style
  /** Fractional index among the siblings; ties are broken by id. */
  readonly order: string
  /** Frame or group, `null` for the page. */
  readonly parent: ShapeId | null
  /** Packed points (see `points.ts`), local to `geo`: pen, marker, line. */
  readonly points?: Uint8Array
  /** Plain text of the `Y.Text`; absent when the shape has none. */
  readonly text?: string
  readonly data: ShapeData
  /** Grouped keys that this version does not know, from a newer client: kept, exported, never drawn. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/**
 * `[x, y, w, h, rotation]`: top-left corner, size and rotation about the centre (radians), in units of the
 * parent frame or the page. A group's `geo` is ignored (its bounds are its children's). An arrow's is
 * `[x, y, 0, 0, 0]`: the origin of its free points.
 */
export type Geo = readonly [x: number, y: number, w: number, h: number, rotation: number]

export const SHAPE_TYPES = [
  'pen', 'marker', 'rectangle', 'ellipse', 'diamond', 'line', 'arrow', 'text', 'note', 'frame', 'group',
] as const // prettier-ignore
export type ShapeType = (typeof SHAPE_TYPES)[number]

/** Ink names are pairs of colours, one per theme (see `lib/shapes/palette.ts`). */
export const INKS = [
  'ink', 'grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink', 'brown', 'white',
] as const // prettier-ignore
export type InkName = (typeof INKS)[number]
/** An ink by name, or a custom `#rrggbb`. */
export type Colour = InkName | `#${string}`

export const FONTS = ['hand', 'plain', 'serif', 'mono'] as const
export type FontName = (typeof FONTS)[number]

/** Everything is optional in the document; `lib/shapes` knows each type's defaults. Unknown keys are kept. */
export interface Style {
  readonly stroke?: Colour | 'none'
  /** `none`, or a colour shown at a light tint. */
  readonly fill?: Colour | 'none'
  readonly fillStyle?: 'solid' | 'hatch'
  /** Stroke width, page units. */
  readonly width?: number
  readonly dash?: 'solid' | 'dashed' | 'dotted'
  /** 0 (unseen) to 1. */
  readonly opacity?: number
  readonly font?: FontName
  /** Font size, page units. */
  readonly size?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly valign?: 'top' | 'middle' | 'bottom'
  /** Colour of the text in a shape, when it is not that of the stroke. */
  readonly ink?: Colour
  /** Rounded corners. */
  readonly round?: boolean
  /** Drawn by hand: 0 (or absent) clean, 1 a little unsteady, 2 boldly. The lines follow from the shape's id. */
  readonly roughness?: 0 | 1 | 2
  readonly [unknown: string]: unknown
}

/** What only some types have. Unknown keys are kept. */
export interface ShapeData {
  /** arrow: its ends. */
  readonly start?: ArrowEnd
  readonly end?: ArrowEnd
  /** arrow: bend points between the ends, local to `geo`. */
  readonly mid?: readonly (readonly [number, number])[]
  /** arrow, line: how consecutive points are joined. */
  readonly curve?: 'straight' | 'smooth'
  /** arrow, line: heads at either end. */
  readonly heads?: { readonly start?: ArrowHead; readonly end?: ArrowHead }
  /** line: the last point joins the first, and the shape can be filled. */
  readonly closed?: boolean
  /** text: `auto` grows with what is typed, `fixed` breaks lines at the box's width. */
  readonly wrap?: 'auto' | 'fixed'
  /** Measured advances, in em, of graphemes that the bundled fonts lack (see `lib/shapes/text`). */
  readonly advances?: Readonly<Record<string, number>>
  readonly link?: string
  readonly [unknown: string]: unknown
}

export const ARROW_HEADS = ['none', 'arrow', 'triangle', 'dot', 'bar', 'diamond'] as const
export type ArrowHead = (typeof ARROW_HEADS)[number]

/** Attached to a place in a shape's unit square (0,0 top left; turned with the shape), or free (local to `geo`). */
export type ArrowEnd =
  | { readonly shape: ShapeId; readonly anchor: readonly [u: number, v: number] }
  | { readonly point: readonly [number, number] }

/** One vertex of a stroke, local to `geo`; pressure 0 to 1 (0.5 where the device has none). */
export type StrokePoint = readonly [x: number, y: number, pressure: number]

/** A change of one shape. `style` and `data` are merged key by key (`undefined` removes a key). */
export interface ShapePatch {
  readonly geo?: Geo
  readonly style?: Readonly<Record<string, unknown>>
  readonly order?: string
  readonly parent?: ShapeId | null
  readonly points?: Uint8Array
  readonly text?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * What every operation returns and every draft is made of. Operations are pure functions from a `BoardView`
 * to edits; `BoardDocument.apply` writes them in one undoable step; the engine shows them before that.
 */
export type Edit =
  | { readonly do: 'create'; readonly shape: ShapeRecord }
  | { readonly do: 'patch'; readonly id: ShapeId; readonly patch: ShapePatch }
  | { readonly do: 'remove'; readonly id: ShapeId }

/** Read access to a board: what operations, the scene and exports need, and nothing of Yjs. */
export interface BoardView {
  get(id: ShapeId): ShapeRecord | undefined
  readonly size: number
  all(): Iterable<ShapeRecord>
  /** In paint order (by `order`, then id); cycles are already broken (smallest id falls to the page). */
  childrenOf(parent: ShapeId | null): readonly ShapeId[]
  /** The parent that counts: `null` when the stored one is missing, is no container, or closes a cycle. */
  parentOf(id: ShapeId): ShapeId | null
  /** Arrows with an end attached to this shape. */
  arrowsAt(target: ShapeId): readonly ShapeId[]
  /** Sum of the origins of the frames around this shape: page place = `geo` place + this. */
  originOf(id: ShapeId): { readonly x: number; readonly y: number }
}

/** A batch of changes, as the document tells its readers: each id once, `null` when it is gone. */
export interface BoardChange {
  readonly shapes: ReadonlyMap<ShapeId, ShapeRecord | null>
  /** Made in this tab (drawing, undo), as against received. */
  readonly isLocal: boolean
  /** The origin of the transaction, as Yjs calls it: what brought the change. */
  readonly origin: unknown
}
