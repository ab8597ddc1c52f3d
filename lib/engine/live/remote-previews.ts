import type { ShapeId } from '../../board/ids'
import { packPoints } from '../../board/points'
import type { BoardView, Edit, ShapeData, ShapeRecord, StrokePoint } from '../../board/shape'
import { validateShape } from '../../board/validate'
import type { DraftMessage, DragMessage, StrokePiece } from '../../protocol/session'
import { LIMITS } from '../../protocol/session-limits'
import { InkStroke } from '../ink-stroke'

interface DragPreview {
  readonly message: DragMessage['shapes'][number]
  /** The shape as it was when the drag began: once the document has another, the drag is over for us. */
  readonly base: ShapeRecord | undefined
}
interface Session {
  stroke: InkStroke | null
  /** Strokes that have ended and wait for the document, with the time they ended. */
  waiting: { readonly stroke: InkStroke; readonly endedAt: number }[]
  drags: Map<ShapeId, DragPreview>
  dragEndedAt: number | null
  /** Shapes whose drag the document has overtaken: late messages of the same gesture mean nothing. */
  readonly overtaken: Set<ShapeId>
  heardAt: number
}

/** A gesture that nothing was heard of for this long is over: its end may have been dropped on the way. */
const SILENT_MS = 15_000

/**
 * What others are doing and have not committed. A preview is shown until its shape comes from the document, or
 * `previewTtlMs` after the gesture ended; a message about what the document already has is late and is ignored.
 */
export class RemotePreviews {
  readonly #sessions = new Map<string, Session>()
  #revision = 0

  constructor(private readonly board: BoardView) {}

  get isEmpty(): boolean {
    return this.#sessions.size === 0
  }

  /** Changes whenever the drags that are shown do: what is made of them is good until then. */
  get revision(): number {
    return this.#revision
  }

  receive(from: string, draft: DraftMessage, now: number): void {
    if (draft.kind !== 'stroke') this.#revision++
    const session = this.#sessionOf(from)
    session.heardAt = now
    if (draft.kind === 'stroke') this.#stroke(session, draft, now)
    else if (draft.kind === 'drag') this.#drag(session, draft)
    else this.#end(session, draft.committed, now)
  }

  /** Somebody left: what they had begun is gone with them, what they had ended may still arrive. */
  leave(from: string): void {
    const session = this.#sessions.get(from)
    if (!session) return
    session.stroke = null
    this.#revision++
    if (session.dragEndedAt === null) session.drags.clear()
  }

  /** Let go of everything that the document shows by now, or that has waited long enough. */
  prune(now: number): void {
    for (const [from, session] of this.#sessions) {
      if (now - session.heardAt > SILENT_MS) {
        this.#sessions.delete(from)
        this.#revision++
      }
      const isLate = (endedAt: number) => now - endedAt > LIMITS.previewTtlMs
      const isHere = (id: ShapeId) => this.board.get(id) !== undefined
      if (session.stroke && isHere(session.stroke.id)) session.stroke = null
      session.waiting = session.waiting.filter(
        ({ stroke, endedAt }) => !isHere(stroke.id) && !isLate(endedAt),
      )
      for (const [id, { base }] of session.drags) {
        if (this.board.get(id) === base) continue
        session.drags.delete(id)
        session.overtaken.add(id)
        this.#revision++
      }
      if (session.dragEndedAt !== null && isLate(session.dragEndedAt) && session.drags.size > 0) {
        session.drags.clear()
        this.#revision++
      }
      if (session.drags.size === 0 && session.dragEndedAt !== null) session.dragEndedAt = null
    }
  }

  strokes(): InkStroke[] {
    const strokes: InkStroke[] = []
    for (const { stroke, waiting } of this.#sessions.values()) {
      strokes.push(...waiting.map((ended) => ended.stroke))
      if (stroke) strokes.push(stroke)
    }
    return strokes
  }

  /** The drags as edits of the board; `orderOf` gives a new shape its place above its siblings. */
  edits(orderOf: (parent: ShapeId | null) => string): Edit[] {
    const edits: Edit[] = []
    for (const { drags } of this.#sessions.values()) {
      for (const { message, base } of drags.values()) {
        const edit = base ? patchOf(message) : createOf(message, orderOf)
        if (edit) edits.push(edit)
      }
    }
    return edits
  }

  #sessionOf(from: string): Session {
    let session = this.#sessions.get(from)
    if (!session) {
      session = {
        stroke: null,
        waiting: [],
        drags: new Map(),
        dragEndedAt: null,
        overtaken: new Set(),
        heardAt: 0,
      }
      this.#sessions.set(from, session)
    }
    return session
  }

  #stroke(session: Session, piece: StrokePiece, now: number): void {
    if (this.board.get(piece.id)) return
    if (session.waiting.some(({ stroke }) => stroke.id === piece.id)) return
    if (session.stroke?.id !== piece.id) {
      if (session.stroke) session.waiting.push({ stroke: session.stroke, endedAt: now })
      session.stroke = new InkStroke(piece.id, piece.type, piece.style)
    }
    session.stroke.append(pointsOf(piece.points))
  }

  #drag(session: Session, { shapes }: DragMessage): void {
    if (session.dragEndedAt !== null) endDrag(session)
    const drags = new Map<ShapeId, DragPreview>()
    for (const message of shapes) {
      const known = session.drags.get(message.id)
      const base = known ? known.base : this.board.get(message.id)
      const isHere = message.created !== undefined && base !== undefined
      if (isHere || session.overtaken.has(message.id)) continue
      drags.set(message.id, { message, base })
    }
    session.drags = drags
  }

  #end(session: Session, isCommitted: boolean, now: number): void {
    if (session.stroke && isCommitted) session.waiting.push({ stroke: session.stroke, endedAt: now })
    session.stroke = null
    if (isCommitted && session.drags.size > 0) session.dragEndedAt = now
    else endDrag(session)
    session.overtaken.clear()
  }
}

function endDrag(session: Session): void {
  session.drags.clear()
  session.dragEndedAt = null
}

function pointsOf(flat: readonly number[]): StrokePoint[] {
  const points: StrokePoint[] = []
  for (let i = 0; i + 2 < flat.length; i += 3) points.push([flat[i]!, flat[i + 1]!, flat[i + 2]!])
  return points
}

function patchOf({ id, geo, data, erased }: DragMessage['shapes'][number]): Edit {
  if (erased) return { do: 'remove', id }
  return { do: 'patch', id, patch: { geo: geo, ...(data ? { data } : {}) } }
}

/** Written by another program, so read like everything from outside: what is no valid shape is not shown. */
function createOf(
  { id, geo, created }: DragMessage['shapes'][number],
  orderOf: (parent: ShapeId | null) => string,
): Edit | undefined {
  if (!created) return undefined
  const { type, style, parent, points } = created
  const corners: StrokePoint[] = []
  for (let i = 0; points && i + 1 < points.length; i += 2) corners.push([points[i]!, points[i + 1]!, 0.5])
  const shape = validateShape({
    id,
    type,
    geo,
    style,
    parent,
    order: orderOf(parent),
    data: created.data as ShapeData,
    ...(points ? { points: packPoints(corners, { zoom: 1 }) } : {}),
  })
  return shape.ok ? { do: 'create', shape: shape.value } : undefined
}
