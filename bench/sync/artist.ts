import * as Y from 'yjs'
import { packPoints } from '../../lib/board/points'
import type { StrokePoint } from '../../lib/board/shape'
import { random } from '../scene'
import { markNow } from './marker'

/** Of its edits every so manieth is a new stroke; the others move the last one. */
const STROKE_EVERY = 30
const STROKE_POINTS = 60

/** Somebody who draws: one edit at a time, as a stock client would send it, with the time of the edit in it. */
export class Artist {
  readonly #doc = new Y.Doc()
  readonly #next: () => number
  #edits = 0
  #shape: Y.Map<unknown> | null = null

  constructor(seed: number) {
    this.#next = random(seed)
    // Above the ids that a server keeps for itself.
    this.#doc.clientID = 100_000 + Math.floor(this.#next() * 4e9)
  }

  draw(): Uint8Array {
    let update: Uint8Array | null = null
    this.#doc.once('update', (bytes: Uint8Array) => (update = bytes))
    this.#doc.transact(() => this.#edit())
    return update!
  }

  #edit(): void {
    const place = [markNow(), Math.round(this.#next() * 1_000), 120, 80, 0]
    if (this.#edits++ % STROKE_EVERY > 0) return void this.#shape!.set('geo', place)
    const shape = new Y.Map<unknown>()
    const parts = {
      type: 'pen',
      geo: place,
      style: { stroke: 'ink', width: 4 },
      order: 'a0',
      data: {},
      points: this.#points(),
    }
    for (const [key, value] of Object.entries(parts)) shape.set(key, value)
    this.#doc.getMap('shapes').set(`drawn-${this.#doc.clientID}-${this.#edits}`, shape)
    this.#shape = shape
  }

  #points(): Uint8Array {
    let [x, y] = [60, 40]
    const points = Array.from({ length: STROKE_POINTS }, (): StrokePoint => {
      x += this.#next() * 12 - 6
      y += this.#next() * 12 - 6
      return [x, y, this.#next()]
    })
    return packPoints(points, { zoom: 1 })
  }
}
