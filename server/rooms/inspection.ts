import * as Y from 'yjs'
import { isShapeId } from '../../lib/board/ids'
import { MAX_SHAPE_BYTES, MAX_SHAPES, MAX_TEXT_LENGTH } from '../../lib/board/limits'
import { inspectBoardKey, inspectKey } from '../../lib/board/validate'
import { CausalWalk, type Decoded } from './causal-walk'
import type { Needs } from './gap'
import { LIMITS } from './limits'

/** Why an update is refused; told to the client on the session channel. */
export type RefusalCode = 'unknown-root' | 'invalid' | 'too-large' | 'too-many' | 'board-full'

export type Verdict =
  /** Can be applied whole. `writers`: the client ids whose new work it brings. */
  | { readonly is: 'fine'; readonly writers: ReadonlySet<number> }
  /** Something it builds on is missing: applied, it would stay pending. */
  | { readonly is: 'gap'; readonly needs: Needs }
  | { readonly is: 'refused'; readonly code: RefusalCode; readonly shapes: readonly string[] }
  /** No honest client makes such an update. */
  | { readonly is: 'malformed'; readonly why: 'too-many-writers' | 'clock-out-of-bounds' }

const SHAPES = 'shapes'
const BOARD = 'board'
/** Beyond this a clock is a trick: it leaves a client id no room to write. [P7] */
const MAX_CLOCK = 2 ** 31
const MAX_COLLECTED = 1_000_000

let lastDecoder: { readonly pos: number } | null = null
/** Yjs does not say how far it has read. One class for all updates: one for each would be slow to call. */
class RememberedDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
    super(decoder)
    lastDecoder = decoder
  }
}

/** Decodes an update without applying it; null unless it is whole and nothing follows it. [B07, B08] */
export function decodeWhole(update: Uint8Array): Decoded | null {
  try {
    const decoded = Y.decodeUpdateV2(update, RememberedDecoder)
    return lastDecoder?.pos === update.length ? decoded : null
  } catch {
    return null // truncated, or nested beyond what the decoder's stack holds
  } finally {
    lastDecoder = null
  }
}

/** What a new item is a member of. */
type Container =
  | { readonly of: 'root'; readonly name: string }
  | { readonly of: 'item'; readonly item: Y.Item }
  /** What held it was collected: it will be, too. */
  | { readonly of: 'nothing' }
type Member = { readonly item: Y.Item; readonly container: Container; readonly key: string | null }

/**
 * Everything that can be said of a decoded update before it is applied: whether it is complete, whose work it
 * is, and whether what it writes may be on a board. Only what is new to `doc` counts.
 */
export function inspect(doc: Y.Doc, decoded: Decoded, kind: 'update' | 'step2'): Verdict {
  const walk = new CausalWalk(doc.store, decoded)
  if (walk.lanes.size > LIMITS.clientsPerUpdate[kind]) return { is: 'malformed', why: 'too-many-writers' }
  const members = new Map<Y.Item, Member>()
  const writers = new Set<number>()
  for (const struct of walk) {
    if (
      struct.id.clock + struct.length > MAX_CLOCK ||
      (struct instanceof Y.GC && struct.length > MAX_COLLECTED)
    )
      return { is: 'malformed', why: 'clock-out-of-bounds' }
    writers.add(struct.id.client)
    if (struct instanceof Y.Item) members.set(struct, memberOf(struct, walk, members))
  }
  if (!walk.isComplete()) return { is: 'gap', needs: walk.needs() }
  const refusal = new Review(doc, members).refusal()
  return refusal ?? { is: 'fine', writers }
}

/** The walk is causal, so what an item names is in the store or was seen before. */
function memberOf(item: Y.Item, walk: CausalWalk, seen: ReadonlyMap<Y.Item, Member>): Member {
  if (typeof item.parent === 'string')
    return { item, key: item.parentSub, container: { of: 'root', name: item.parent } }
  if (item.parent instanceof Y.ID) {
    const parent = walk.find(item.parent)
    const container: Container = parent instanceof Y.Item ? { of: 'item', item: parent } : { of: 'nothing' }
    return { item, key: item.parentSub, container }
  }
  // An overwrite names no parent, only its neighbour.
  const neighbour = walk.find((item.origin ?? item.rightOrigin)!)
  if (!(neighbour instanceof Y.Item)) return { item, key: null, container: { of: 'nothing' } }
  const known = seen.get(neighbour) ?? storedMember(neighbour)
  return { item, key: known.key, container: known.container }
}

function storedMember(item: Y.Item): Member {
  const key = item.parentSub
  const type = item.parent
  if (!(type instanceof Y.AbstractType)) return { item, key, container: { of: 'nothing' } }
  if (type._item) return { item, key, container: { of: 'item', item: type._item } }
  return { item, key, container: { of: 'root', name: Y.findRootTypeKey(type) } }
}

/** Judges the new items of one update by where they are. */
class Review {
  readonly #shapes: Y.Map<Y.Map<unknown>>
  /** Values written to shapes, by the item that holds the shape. */
  readonly #written = new Map<Y.Item, [key: string, value: unknown][]>()
  readonly #typed = new Map<Y.Item, number>()
  #created = 0
  /** Values written to the board itself. */
  readonly #aboutBoard = new Map<string, unknown>()
  readonly #board: Y.Map<unknown>

  constructor(
    doc: Y.Doc,
    private readonly members: ReadonlyMap<Y.Item, Member>,
  ) {
    this.#shapes = doc.getMap(SHAPES)
    this.#board = doc.getMap(BOARD)
  }

  refusal(): Verdict | null {
    for (const member of this.members.values()) {
      const code = this.#place(member)
      if (code) return refused(code, this.#shapeOf(member))
    }
    if (this.#created > 0 && this.#isFull()) return refused('too-many', null)
    if (this.#aboutBoard.size > 0 && this.#boardBytes() > MAX_SHAPE_BYTES) return refused('too-large', null)
    for (const [shape, values] of this.#written) {
      const code = this.#values(shape, values)
      if (code) return refused(code, this.#member(shape).key)
    }
    for (const [text, length] of this.#typed)
      if (this.#lengthOf(text) + length > MAX_TEXT_LENGTH)
        return refused('too-large', this.#shapeOf(this.#member(text)))
    return null
  }

  #member(item: Y.Item): Member {
    return this.members.get(item) ?? storedMember(item)
  }

  /** Whether the item may be where it is; its value is collected for later. */
  #place({ item, container, key }: Member): RefusalCode | null {
    if (container.of === 'nothing') return null
    if (container.of === 'root') {
      if (container.name === SHAPES) return this.#shape(item, key)
      return container.name === BOARD ? this.#boardValue(item, key) : 'unknown-root'
    }
    const holder = this.#member(container.item)
    if (holder.container.of === 'nothing' || container.item.deleted) return null
    if (holder.container.of === 'root')
      return holder.container.name === SHAPES ? this.#shapeValue(container.item, item, key) : 'invalid'
    const isText = holder.key === 'text' && this.#member(holder.container.item).container.of === 'root'
    return isText ? this.#typing(container.item, item, key) : 'invalid'
  }

  #boardValue(item: Y.Item, key: string | null): RefusalCode | null {
    const code = boardValue(item, key)
    const value = plainValues(item.content)?.at(-1)
    if (code === null && key !== null && value !== undefined) this.#aboutBoard.set(key, value)
    return code
  }

  /** What is said of the board itself is bounded as a shape is. */
  #boardBytes(): number {
    const all = new Map<string, unknown>(this.#board.entries() as Iterable<[string, unknown]>)
    for (const [key, value] of this.#aboutBoard) all.set(key, value)
    let bytes = 0
    for (const [key, value] of all) bytes += key.length + sizeOf(value)
    return bytes
  }

  #shape(item: Y.Item, key: string | null): RefusalCode | null {
    if (key === null || !isShapeId(key)) return 'invalid'
    if (item.content instanceof Y.ContentDeleted) return null
    if (!isTypeOf(item.content, Y.Map)) return 'invalid'
    this.#written.set(item, [])
    if (!this.#shapes.has(key)) this.#created++
    return null
  }

  #shapeValue(shape: Y.Item, item: Y.Item, key: string | null): RefusalCode | null {
    const { content } = item
    if (key === null) return 'invalid'
    if (content instanceof Y.ContentDeleted) return null
    if (content instanceof Y.ContentType)
      return key === 'text' && isTypeOf(content, Y.Text) ? null : 'invalid'
    const values = plainValues(content)
    if (!values) return 'invalid'
    const written = this.#written.get(shape) ?? []
    for (const value of values) written.push([key, value])
    this.#written.set(shape, written)
    return null
  }

  #typing(text: Y.Item, { content }: Y.Item, key: string | null): RefusalCode | null {
    if (content instanceof Y.ContentDeleted) return null
    if (key !== null || !(content instanceof Y.ContentString)) return 'invalid'
    this.#typed.set(text, (this.#typed.get(text) ?? 0) + content.getLength())
    return null
  }

  #values(shape: Y.Item, values: readonly [key: string, value: unknown][]): RefusalCode | null {
    const stored =
      shape.content instanceof Y.ContentType && !this.members.has(shape) ? shape.content.type : null
    const all = new Map<string, unknown>(
      stored instanceof Y.Map ? (stored.entries() as Iterable<[string, unknown]>) : [],
    )
    for (const [key, value] of values) all.set(key, value)
    const type = all.get('type')
    for (const [key, value] of values) {
      const problem = inspectKey(key, value, typeof type === 'string' ? type : '')
      if (problem) return problem
    }
    let bytes = 0
    for (const [key, value] of all) bytes += key.length + sizeOf(value)
    return bytes > MAX_SHAPE_BYTES ? 'too-large' : null
  }

  /** Length of a text of the store; a new one is empty. */
  #lengthOf(text: Y.Item): number {
    const { content } = text
    if (this.members.has(text) || !(content instanceof Y.ContentType)) return 0
    return content.type instanceof Y.Text ? content.type.length : 0
  }

  /** The exact count is a walk, so it is taken only when the count with the deleted is beyond the limit. */
  #isFull(): boolean {
    return (
      this.#shapes._map.size + this.#created > MAX_SHAPES && this.#shapes.size + this.#created > MAX_SHAPES
    )
  }

  /** The id of the shape that a member is in, for the person it is told to. */
  #shapeOf(member: Member): string | null {
    let { key, container } = member
    while (container.of === 'item') ({ key, container } = this.#member(container.item))
    return container.of === 'root' && container.name === SHAPES ? key : null
  }
}

const refused = (code: RefusalCode, shape: string | null): Verdict => ({
  is: 'refused',
  code,
  shapes: shape === null ? [] : [shape],
})

/**
 * The value that a key of a map holds, after the ones that it has replaced: overwritten values that an undo manager
 * keeps are joined into one item, which a client that worked offline sends as it is. Null when it is no plain value.
 */
function plainValues(content: Y.Item['content']): readonly unknown[] | null {
  if (content instanceof Y.ContentBinary) return [content.content]
  return content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? content.arr : null
}

function boardValue({ content }: Y.Item, key: string | null): RefusalCode | null {
  if (key === null) return 'invalid'
  if (content instanceof Y.ContentDeleted) return null
  const values = plainValues(content)
  if (!values) return 'invalid'
  for (const value of values) {
    const problem = inspectBoardKey(key, value)
    if (problem) return problem
  }
  return null
}

/** Exactly this kind of type: the XML types are kinds of maps and texts, and have no place on a board. */
const isTypeOf = (content: Y.Item['content'], kind: typeof Y.Map | typeof Y.Text): boolean =>
  content instanceof Y.ContentType && content.type.constructor === kind

/** About the bytes of a value; a text is counted apart. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  if (value instanceof Y.AbstractType || value === undefined) return 0
  return JSON.stringify(value).length
}
