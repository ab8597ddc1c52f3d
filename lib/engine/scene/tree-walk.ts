import type { Box } from '../../geometry/box'

/** What an R-tree's nodes and items have in common. */
export interface Bounded {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}
/** A node of an R-tree as RBush keeps it. */
export interface TreeNode<T extends Bounded> extends Bounded {
  readonly leaf: boolean
  readonly children: readonly (TreeNode<T> | T)[]
}

/** The items whose bounds an area touches, whatever its form: a thin one visits few nodes, however long it is. */
export function touchedBy<T extends Bounded>(tree: TreeNode<T>, touches: (bounds: Box) => boolean): T[] {
  const found: T[] = []
  const waiting = [tree]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    for (const child of node.children) {
      if (!touches(boxOf(child))) continue
      if (node.leaf) found.push(child as T)
      else waiting.push(child as TreeNode<T>)
    }
  }
  return found
}

const boxOf = ({ minX, minY, maxX, maxY }: Bounded): Box => ({
  x: minX,
  y: minY,
  w: maxX - minX,
  h: maxY - minY,
})

/**
 * The items inside or touching `within`, those nearest to `box` first (best-first search of Hjaltason and Samet,
 * 1999): whoever stops after a few pays for a few.
 */
export function* nearestTo<T extends Bounded>(
  tree: TreeNode<T>,
  box: Box,
  within: Box,
): Generator<{ readonly item: T; readonly distance: number }> {
  const queue = new Queue<{ readonly node: TreeNode<T> | T; readonly isItem: boolean }>()
  queue.push({ node: tree, isItem: false }, 0)
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { node, isItem } = next.value
    if (isItem) {
      yield { item: node as T, distance: next.cost }
      continue
    }
    const { leaf, children } = node as TreeNode<T>
    for (const child of children) {
      if (isApart(child, within)) continue
      queue.push({ node: child, isItem: leaf }, distanceOf(child, box))
    }
  }
}

const isApart = ({ minX, minY, maxX, maxY }: Bounded, { x, y, w, h }: Box) =>
  minX > x + w || maxX < x || minY > y + h || maxY < y

/** Between the nearest sides; zero where they touch. */
function distanceOf({ minX, minY, maxX, maxY }: Bounded, { x, y, w, h }: Box): number {
  return Math.hypot(Math.max(0, minX - x - w, x - maxX), Math.max(0, minY - y - h, y - maxY))
}

/** A binary heap: the cheapest first. */
class Queue<T> {
  readonly #heap: { readonly value: T; readonly cost: number }[] = []

  push(value: T, cost: number): void {
    const heap = this.#heap
    const entry = { value, cost }
    let at = heap.push(entry) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (heap[above]!.cost <= cost) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = entry
  }

  pop(): { readonly value: T; readonly cost: number } | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (!top || !last || heap.length === 0) return top
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = left + 1
      const least = right < heap.length && heap[right]!.cost < heap[left]!.cost ? right : left
      if (least >= heap.length || heap[least]!.cost >= last.cost) break
      heap[at] = heap[least]!
      at = least
    }
    heap[at] = last
    return top
  }
}
