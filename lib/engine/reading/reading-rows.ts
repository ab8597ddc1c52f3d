import { intersects, type Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'

/** A shape that stands among others in reading order: an upright box on the page. */
interface Entry {
  readonly id: ShapeId
  readonly box: Box
}

const byTop = (a: Entry, b: Entry): number =>
  a.box.y - b.box.y || a.box.x - b.box.x || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const byLeft = (a: Entry, b: Entry): number =>
  a.box.x - b.box.x || a.box.y - b.box.y || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * The shapes of one container as one reads them: in rows from the top, in each row from the left. A row begins with
 * the topmost shape that is in none; it takes what begins above the middle of all that it holds so far, so that a tall
 * shape beside several rows does not make one of them. A step costs a search, after a change one pass over all.
 */
export class ReadingRows {
  readonly #entries = new Map<ShapeId, Entry>()
  /** Everything by its top edge, in lists that are each about twice as long as the next, so that much is put in cheaply. */
  #lists: Entry[][] = []
  /** Entries in the lists that count no more. */
  readonly #left = new Set<Entry>()
  /** Where each row begins in `#sorted`; null when that is not known any more. */
  #starts: readonly number[] | null = null
  /** Rows that were asked for, from the left. */
  readonly #rows = new Map<number, readonly Entry[]>()

  get size(): number {
    return this.#entries.size
  }
  has(id: ShapeId): boolean {
    return this.#entries.has(id)
  }

  /** Take in where shapes are now; null for those that have gone. */
  put(changes: Iterable<readonly [ShapeId, Box | null]>): void {
    const entered: Entry[] = []
    let isChanged = false
    for (const [id, box] of changes) {
      const old = this.#entries.get(id)
      if (old && box && isSame(old.box, box)) continue
      if (old) this.#left.add(old)
      isChanged ||= old !== undefined || box !== null
      if (box) {
        const entry = { id, box }
        entered.push(entry)
        this.#entries.set(id, entry)
      } else this.#entries.delete(id)
    }
    if (!isChanged) return
    this.#starts = null
    this.#rows.clear()
    if (entered.length === 0) return
    const lists = this.#lists
    lists.push(entered.sort(byTop))
    while (lists.length > 1 && lists.at(-2)!.length < 2 * lists.at(-1)!.length) this.#mergeLast()
  }

  first(): ShapeId | null {
    return this.size === 0 ? null : (this.#row(0)[0]?.id ?? null)
  }
  last(): ShapeId | null {
    return this.size === 0 ? null : (this.#row(this.#rowStarts.length - 1).at(-1)?.id ?? null)
  }

  /** The first that touches `area`. */
  firstIn(area: Box): ShapeId | null {
    const at = this.#sorted.findIndex(({ box }) => intersects(box, area))
    if (at < 0) return null
    // Found by its top edge; in its row, another may come before it.
    return this.#row(this.#rowAt(at)).find(({ box }) => intersects(box, area))?.id ?? null
  }

  /** The neighbour of a shape, one further (`1`) or one back (`-1`); null at the end, and for what is not here. */
  beside(id: ShapeId, by: 1 | -1): ShapeId | null {
    const place = this.#placeOf(id)
    if (!place) return null
    const [row, at] = place
    const inRow = this.#row(row)[at + by]
    if (inRow) return inRow.id
    const next = row + by
    if (next < 0 || next >= this.#rowStarts.length) return null
    return this.#row(next).at(by === 1 ? 0 : -1)?.id ?? null
  }

  /** How many come before a shape. */
  rankOf(id: ShapeId): number {
    const place = this.#placeOf(id)
    return place ? this.#rowStarts[place[0]]! + place[1] : -1
  }

  /** Everything in order; what changes meanwhile is not seen. */
  *[Symbol.iterator](): Generator<ShapeId> {
    const [sorted, starts] = [this.#sorted, this.#rowStarts]
    for (const [row, start] of starts.entries())
      for (const { id } of rowOf(sorted, start, starts[row + 1])) yield id
  }

  /** Everything that counts, by its top edge. */
  get #sorted(): readonly Entry[] {
    while (this.#lists.length > 1) this.#mergeLast()
    let [all = []] = this.#lists
    if (this.#left.size > 0) {
      all = all.filter((entry) => !this.#left.has(entry))
      this.#left.clear()
      this.#lists = [all]
    }
    return all
  }

  #mergeLast(): void {
    const short = this.#lists.pop()!
    this.#lists.push(merged(this.#lists.pop()!, short))
  }

  #placeOf(id: ShapeId): readonly [row: number, at: number] | null {
    const entry = this.#entries.get(id)
    if (!entry) return null
    const row = this.#rowAt(indexOf(this.#sorted, entry, byTop))
    return [row, indexOf(this.#row(row), entry, byLeft)]
  }

  get #rowStarts(): readonly number[] {
    if (this.#starts) return this.#starts
    const starts: number[] = []
    let limit = -Infinity
    this.#sorted.forEach(({ box }, at) => {
      const middle = box.y + box.h / 2
      const isNew = at === 0 || box.y > limit
      if (isNew) starts.push(at)
      limit = isNew ? middle : Math.min(limit, middle)
    })
    return (this.#starts = starts)
  }

  /** The row that the entry at this place of `#sorted` is in. */
  #rowAt(index: number): number {
    const starts = this.#rowStarts
    let [from, to] = [0, starts.length]
    while (to - from > 1) {
      const middle = (from + to) >> 1
      if (starts[middle]! <= index) from = middle
      else to = middle
    }
    return from
  }

  #row(row: number): readonly Entry[] {
    let entries = this.#rows.get(row)
    if (!entries) {
      const starts = this.#rowStarts
      entries = rowOf(this.#sorted, starts[row]!, starts[row + 1])
      this.#rows.set(row, entries)
    }
    return entries
  }
}

const rowOf = (sorted: readonly Entry[], from: number, to: number | undefined): readonly Entry[] =>
  sorted.slice(from, to).sort(byLeft)

const isSame = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h

/** Where an entry is in a list that is sorted by `compare`. */
function indexOf(list: readonly Entry[], entry: Entry, compare: (a: Entry, b: Entry) => number): number {
  let [from, to] = [0, list.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (compare(list[middle]!, entry) < 0) from = middle + 1
    else to = middle
  }
  return from
}

/** As many as this are put into a list one by one, which moves memory and compares next to nothing. */
const FEW = 16

/** Two lists, each by the top edge, as one. */
function merged(long: readonly Entry[], short: readonly Entry[]): Entry[] {
  if (short.length <= FEW) {
    const all = long.slice()
    for (const entry of short) all.splice(indexOf(all, entry, byTop), 0, entry)
    return all
  }
  const all: Entry[] = []
  let next = 0
  for (const entry of long) {
    while (next < short.length && byTop(short[next]!, entry) < 0) all.push(short[next++]!)
    all.push(entry)
  }
  while (next < short.length) all.push(short[next++]!)
  return all
}
