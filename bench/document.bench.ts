/**
 * Opening a board into records from the pieces that the server sends, beside the floor: Yjs alone applying the same.
 * Half of the shapes are
 * 60-point strokes, as in the measurements that decided the layout (docs/document.md).
 */
import { pathToFileURL } from 'node:url'
import * as Y from 'yjs'
import { BoardDocument } from '../lib/board/document'
import type { ShapeId } from '../lib/board/ids'
import { insertKeys } from '../lib/board/order'
import { packPoints } from '../lib/board/points'
import type { Edit, StrokePoint } from '../lib/board/shape'
import { applyUpdate } from '../lib/board/update-reader'
import { cutCausally } from '../server/storage/causal-pieces'
import { random } from './scene'

const ROUNDS = 3

function stroke(next: () => number): Uint8Array {
  let [x, y] = [200, 200]
  const points: StrokePoint[] = Array.from({ length: 60 }, () => {
    x += next() * 12 - 6
    y += next() * 12 - 6
    return [x, y, next()]
  })
  return packPoints(points, { zoom: 1 })
}

function edits(count: number): Edit[] {
  const next = random(7)
  const { keys } = insertKeys([], 0, count)
  return keys.map((order, i): Edit => {
    const isStroke = i % 2 === 0
    const place = [Math.floor(next() * 50_000), Math.floor(next() * 50_000)] as const
    return {
      do: 'create',
      shape: {
        id: `shape-${String(i).padStart(10, '0')}` as ShapeId,
        type: isStroke ? 'pen' : 'rectangle',
        geo: [...place, 400, 400, 0],
        style: { stroke: 'ink', fill: 'none', width: 2, dash: 'solid', opacity: 1 },
        order,
        parent: null,
        ...(isStroke ? { points: stroke(next) } : {}),
        data: {},
      },
    }
  })
}

const timed = <T>(run: () => T): [value: T, ms: number] => {
  const start = performance.now()
  return [run(), performance.now() - start]
}
const best = (values: readonly number[]): number => Math.round(Math.min(...values))

function measure(shapes: number): Record<string, number> {
  const source = new BoardDocument(new Y.Doc())
  const [applied, writeMs] = timed(() => source.apply(edits(shapes)))
  if (!applied.ok) throw new Error(applied.error.code)
  const update = Y.encodeStateAsUpdate(source.doc)
  const pieces = cutCausally(update)
  const floors: number[] = []
  const opens: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = new Y.Doc()
    bare.getMap('shapes')
    floors.push(timed(() => pieces.forEach((piece) => Y.applyUpdate(bare, piece)))[1])
    const board = new BoardDocument(new Y.Doc(), { history: false })
    board.onChange(() => {}) // somebody looks: every piece is read into records
    opens.push(timed(() => pieces.forEach((piece) => applyUpdate(board.doc, piece)))[1])
    if (board.size !== shapes || board.childrenOf(null).length !== shapes)
      throw new Error('Shapes are missing.')
    board.dispose()
  }
  const some = source.childrenOf(null)[shapes >> 1]!
  const [, patchMs] = timed(() => source.apply([{ do: 'patch', id: some, patch: { geo: [1, 2, 3, 4, 0] } }]))
  const [, removeMs] = timed(() => source.apply([{ do: 'remove', id: some }]))
  return {
    shapes,
    bytes: update.length,
    openMs: best(opens),
    floorMs: best(floors),
    ratio: +(best(opens) / best(floors)).toFixed(2),
    writeMs: Math.round(writeMs),
    patchMs: +patchMs.toFixed(2),
    removeMs: +removeMs.toFixed(2),
  }
}

/** Rows of the scenario; each checks that what it opened is what it wrote. */
export const run = (sizes: readonly number[] = [10_000, 100_000]): Record<string, number>[] =>
  sizes.map(measure)

/** What reading updates ourselves saves pays for the records; the ratio holds on a busy machine too. */
const MAX_RATIO = 1.3

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = run()
  for (const row of rows) console.log(JSON.stringify({ scenario: 'document', ...row }))
  const isReached = rows.every(({ ratio }) => ratio! <= MAX_RATIO)
  console.log(isReached ? 'reached' : 'NOT REACHED')
  if (!isReached) process.exitCode = 1
}
