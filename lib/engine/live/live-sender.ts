import type { Point } from '../../geometry/point'
import type { ShapeId } from '../../board/ids'
import { naturalSize, unpackPoints } from '../../board/points'
import type { BoardView, Edit, ShapeRecord, Style } from '../../board/shape'
import type { DraftMessage, DragMessage } from '../../protocol/session'
import { LIMITS } from '../../protocol/session-limits'
import { DraftView } from '../../tools/draft-view'
import type { LivePort } from '../api'

import type { InkStroke } from '../ink-stroke'

type DragShape = DragMessage['shapes'][number]
type Port = Pick<LivePort, 'sendCursor' | 'sendDraft'>
/** A twentieth of a px at 100 %: finer than a preview shows, and half the bytes. */
const ROUND = 20
/** A line with more corners is only seen when it is finished. */
const MOST_CORNERS = 32

/** Tells the others what this person's pointer is doing: the latest of each kind, at most once a frame. */
export class LiveSender {
  #cursor: Point | null = null
  #isCursorNew = false
  #drag: DragMessage | null = null
  #ink: InkStroke | null = null
  #inkSent = 0
  #isOpen = false
  /** Somebody else is here. Until then nothing is told; they are told all of what is then going on. */
  isHeard = false

  constructor(private readonly port: Port) {}

  cursor(page: Point | null): void {
    if (page === null && this.#cursor === null) return
    this.#cursor = page
    this.#isCursorNew = true
  }

  /** The stroke in progress; what it has grown by is sent with the next frame. */
  ink(stroke: InkStroke): void {
    if (this.#ink?.id === stroke.id) return
    this.#sendInk()
    this.#ink = stroke
    this.#inkSent = 0
  }

  /** The whole of a gesture so far. */
  draft(board: BoardView, edits: readonly Edit[]): void {
    if (!this.isHeard) return
    const { changed } = new DraftView(board, edits)
    const shapes = [...changed].flatMap(([id, record]): DragShape[] => {
      const preview = previewOf(board, id, record)
      return preview ? [preview] : []
    })
    this.#drag = shapes.length > 0 && shapes.length <= LIMITS.shapesPerDrag ? { kind: 'drag', shapes } : null
  }

  end(isCommitted: boolean): void {
    this.flush()
    this.#ink = null
    this.#drag = null
    if (this.#isOpen) this.#send({ kind: 'end', committed: isCommitted })
    this.#isOpen = false
  }

  /** Once a frame. */
  flush(): void {
    if (!this.isHeard) return
    if (this.#isCursorNew)
      this.port.sendCursor(this.#cursor && [rounded(this.#cursor.x), rounded(this.#cursor.y)])
    this.#isCursorNew = false
    if (this.#drag) this.#send(this.#drag)
    this.#drag = null
    this.#sendInk()
  }

  #sendInk(): void {
    if (!this.#ink || !this.isHeard) return
    const { id, type, style, points } = this.#ink
    while (this.#inkSent < points.length) {
      const piece = points.slice(this.#inkSent, this.#inkSent + LIMITS.pointsPerPiece)
      const flat = piece.flatMap(([x, y, pressure]) => [rounded(x), rounded(y), rounded(pressure)])
      this.#send({ kind: 'stroke', id, type, style: plain(style), from: this.#inkSent, points: flat })
      this.#inkSent += piece.length
    }
  }

  #send(draft: DraftMessage): void {
    this.#isOpen = draft.kind !== 'end'
    this.port.sendDraft(draft)
  }
}

const rounded = (value: number) => Math.round(value * ROUND) / ROUND

function previewOf(board: BoardView, id: ShapeId, record: ShapeRecord | null) {
  const before = board.get(id)
  if (!record) return before && { id, geo: [...before.geo] as DragShape['geo'], erased: true as const }
  if (!before) return createdPreview(record)
  // What the eraser leaves of ink is too much for a message: it is seen when the pointer lifts.
  if (isCut(before, record)) return undefined
  const { geo, data } = record
  if (geo === before.geo && data === before.data) return undefined
  return { id, geo: [...geo] as DragShape['geo'], ...(data === before.data ? {} : { data: { ...data } }) }
}

/** Whether a stroke has other points, and not the same ones mirrored. */
function isCut(before: ShapeRecord, { points }: ShapeRecord): boolean {
  if (!points || !before.points || points === before.points) return false
  const [was, is] = [naturalSize(before.points), naturalSize(points)]
  return was[0] !== is[0] || was[1] !== is[1]
}

function createdPreview(shape: ShapeRecord): DragShape | undefined {
  const { id, geo, style, parent, data } = shape
  const type = shape.type as NonNullable<DragShape['created']>['type']
  const corners = shape.points && unpackPoints(shape.points)
  if (corners && corners.length > MOST_CORNERS) return undefined
  return {
    id,
    geo: [...geo] as DragShape['geo'],
    created: {
      type,
      style: plain(style),
      parent,
      data: { ...data },
      ...(corners ? { points: corners.flatMap(([x, y]) => [x, y]) } : {}),
    },
  }
}

/** Live messages carry flat styles: what is nested in one is kept for the document. */
function plain(style: Style): Record<string, string | number | boolean> {
  const flat: Record<string, string | number | boolean> = {}
  for (const [key, value] of Object.entries(style)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      flat[key] = value
  }
  return flat
}
