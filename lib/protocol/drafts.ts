import { MAX_POINTS } from '../board/limits'
import type { DragMessage, DraftMessage, StrokePiece } from './session'
import { LIMITS } from './session-limits'

/** Numbers per point: x, y, pressure. */
const STRIDE = 3

const endOf = (piece: StrokePiece): number => piece.from + piece.points.length / STRIDE

function joinPieces(a: StrokePiece, b: StrokePiece): StrokePiece | null {
  if (a.id !== b.id || b.from < a.from || b.from > endOf(a)) return null
  // `b` may start before the end of `a`: predicted points are replaced by the real ones.
  const points = [...a.points.slice(0, (b.from - a.from) * STRIDE), ...b.points]
  return points.length > LIMITS.pointsPerPiece * STRIDE ? null : { ...b, from: a.from, points }
}

function joinDrags(a: DragMessage, b: DragMessage): DragMessage | null {
  const shapes = new Map(a.shapes.map((shape) => [shape.id, shape]))
  // What a new shape looks like may be told once only, so the earlier message's is kept.
  for (const shape of b.shapes) shapes.set(shape.id, { ...shapes.get(shape.id), ...shape })
  return shapes.size > LIMITS.shapesPerDrag ? null : { kind: 'drag', shapes: [...shapes.values()] }
}

/** Add to a queue of one sender's drafts, keeping it short: pieces of a stroke are joined, of a drag the last place counts. */
export function enqueueDraft(queue: DraftMessage[], next: DraftMessage): void {
  const last = queue.at(-1)
  let joined: DraftMessage | null = null
  if (last?.kind === 'stroke' && next.kind === 'stroke') joined = joinPieces(last, next)
  else if (last?.kind === 'drag' && next.kind === 'drag') joined = joinDrags(last, next)
  if (joined) queue[queue.length - 1] = joined
  else queue.push(next)
}

/** The draft of one sender so far, to tell somebody who comes in the middle of it. Bounded by one shape's points. */
export class DraftInProgress {
  #stroke: (Omit<StrokePiece, 'points'> & { points: number[] }) | null = null
  #drag: DragMessage | null = null

  add(message: DraftMessage): void {
    if (message.kind === 'stroke') this.#addPiece(message)
    else if (message.kind === 'drag') this.#drag = (this.#drag && joinDrags(this.#drag, message)) ?? message
    else this.clear()
  }

  clear(): void {
    this.#stroke = null
    this.#drag = null
  }

  #addPiece(piece: StrokePiece): void {
    const stroke = this.#stroke
    if (stroke?.id === piece.id && stroke.points.length >= MAX_POINTS * STRIDE) return
    const isNext = stroke?.id === piece.id && piece.from >= stroke.from && piece.from <= endOf(stroke)
    if (!isNext) {
      // Another stroke, or pieces were lost: what is known starts here.
      this.#stroke = { ...piece, points: [...piece.points] }
      return
    }
    stroke.points.length = (piece.from - stroke.from) * STRIDE
    const room = MAX_POINTS * STRIDE - stroke.points.length
    for (const value of piece.points.slice(0, room)) stroke.points.push(value)
  }

  /** Messages that rebuild the draft, each within the limits; none when nothing is in progress. */
  messages(): DraftMessage[] {
    const messages: DraftMessage[] = this.#drag ? [this.#drag] : []
    if (this.#stroke) {
      const { points, from, ...head } = this.#stroke
      const step = LIMITS.pointsPerPiece * STRIDE
      for (let at = 0; at === 0 || at < points.length; at += step)
        messages.push({ ...head, from: from + at / STRIDE, points: points.slice(at, at + step) })
    }
    return messages
  }
}
