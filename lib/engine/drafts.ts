import { centreOf, containsPoint } from '../geometry/box'
import type { ShapeId } from '../board/ids'
import type { Edit, ShapeRecord } from '../board/shape'
import { DraftView } from '../tools/draft-view'
import type { InkStroke } from './ink-stroke'
import type { RemotePreviews } from './remote-previews'
import { affectedBy, itemOf, type Item, type SceneSource } from './scene'

/** How much of a shape is left to be seen while the eraser waits for the pointer to lift. */
const ERASED_OPACITY = 0.2

/** What is shown of one moment of all gestures, this person's and the others'. */
export interface DraftPicture {
  readonly view: DraftView
  /** In the order of painting, as far as that is known of shapes between two places. */
  readonly items: readonly Item[]
  /** Shapes that are not where the document says. */
  readonly lifted: ReadonlySet<ShapeId>
}

/** Gestures in progress, which are not in the document: their edits, and the picture of the board with them. */
export class Drafts {
  #edits: readonly Edit[] = []
  #picture: DraftPicture | null = null
  readonly #faint = new WeakMap<ShapeRecord, ShapeRecord>()
  ink: InkStroke | null = null

  constructor(
    private readonly board: SceneSource,
    private readonly previews: RemotePreviews,
    private readonly orderOf: (parent: ShapeId | null) => string,
  ) {}

  get edits(): readonly Edit[] {
    return this.#edits
  }
  set edits(edits: readonly Edit[]) {
    if (edits.length === 0 && this.#edits.length === 0) return
    this.#edits = edits
    this.#picture = null
  }

  /** The document or the others' drafts have changed. */
  invalidate(): void {
    this.#picture = null
  }

  /** Strokes in progress, one's own last. */
  strokes(): readonly InkStroke[] {
    const others = this.previews.strokes()
    return this.ink ? [...others, this.ink] : others
  }

  picture(rankOf: (id: ShapeId) => number): DraftPicture {
    return (this.#picture ??= this.#compose(rankOf))
  }

  #compose(rankOf: (id: ShapeId) => number): DraftPicture {
    const view = new DraftView(this.board, [...this.previews.edits(this.orderOf), ...this.#edits])
    const removed = [...view.changed].filter(([, record]) => record === null).map(([id]) => id)
    const erased = affectedBy(this.board, removed)
    for (const id of erased) if (view.get(id)) erased.delete(id)
    const lifted = affectedBy(view, view.changed.keys())
    const items: Item[] = []
    for (const id of lifted) {
      const item = itemOf(view, id)
      if (item) items.push(view.changed.has(id) ? leaving(item) : item)
    }
    for (const id of erased) {
      const item = itemOf(this.board, id)
      if (item) items.push({ ...item, placed: { ...item.placed, record: this.#faintly(item.placed.record) } })
      lifted.add(id)
    }
    items.sort((a, b) => (rankOf(a.id) < rankOf(b.id) ? -1 : rankOf(a.id) > rankOf(b.id) ? 1 : 0))
    return { view, items, lifted }
  }

  #faintly(record: ShapeRecord): ShapeRecord {
    let faint = this.#faint.get(record)
    if (!faint) {
      const opacity = (record.style.opacity ?? 1) * ERASED_OPACITY
      faint = { ...record, style: { ...record.style, opacity } }
      this.#faint.set(record, faint)
    }
    return faint
  }
}

/** A shape dragged out of its frame so far that it will be dropped outside is not cut by that frame any more. */
function leaving(item: Item): Item {
  const { clip, placed } = item
  return clip && !containsPoint(clip, centreOf(placed.box)) ? { ...item, clip: null } : item
}
