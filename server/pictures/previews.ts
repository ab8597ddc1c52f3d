import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BoardId } from '../../lib/board/ids'
import type { PagePreview } from '../../lib/protocol/page'
import type { Theme } from '../../lib/shapes/palette'
import type { Log } from '../observe/log'
import type { BoardRow, Storage } from '../storage/storage'
import { startWorker } from '../worker-thread'
import type { DrawnPreview, PreviewTask } from './preview-task'

/** Boards below this are there as quickly as their picture would be. */
const LEAST_BYTES = 256 * 1024
/** A board is drawn when it has not been changed for this long. */
const QUIET_MS = 8_000
/** Drawing the same board again and again takes at most one part in so many of a core. */
const REST_PER_DRAWING = 20
/** A worker that grows beyond this dies alone: as for exports. */
const WORKER_MEMORY_MB = 2_048
/** 100 000 shapes take some 10 s. */
const WORKER_DEADLINE_MS = 120_000

/**
 * Pictures of large boards, shown by their pages until the board itself has come. Each shows exactly one place in
 * the board's log, and is only given out while the stored board is there: what has been taken off a board is not
 * shown to the next visitor. They are a cache; the folder may be deleted at any time.
 */
export interface Previews {
  /** The picture of the board as it is stored; null when there is none. */
  of(board: BoardRow): Promise<PagePreview | null>
  /** The bytes of a picture that `of` told of, WebP; null when it is gone. */
  read(board: BoardRow, at: string, theme: Theme): Promise<Uint8Array | null>
  /** Somebody opens or leaves the board: a picture of it will be wanted, once it rests. */
  want(board: BoardId): void
  /** The board was deleted. */
  forget(board: BoardId): Promise<void>
  close(): void
}

interface PreviewsDeps {
  readonly folder: string
  readonly storage: Pick<Storage, 'boards' | 'journal'>
  readonly log: Log
  readonly draw?: (task: PreviewTask) => Promise<DrawnPreview | null>
  readonly quietMs?: number
  readonly leastBytes?: number
  readonly restPerDrawing?: number
}

const placeOf = ({ epoch, headSeq }: Pick<BoardRow, 'epoch' | 'headSeq'>) => `${epoch}-${headSeq}`
const pictureName = (board: BoardId, at: string, theme: Theme) => `${board}.${at}.${theme}.webp`

export function createPreviews({
  folder,
  storage,
  log,
  draw = drawInWorker,
  quietMs = QUIET_MS,
  leastBytes = LEAST_BYTES,
  restPerDrawing = REST_PER_DRAWING,
}: PreviewsDeps): Previews {
  const waiting = new Map<BoardId, NodeJS.Timeout>()
  /** Boards that rest until then, in the time of `performance.now`. */
  const restingUntil = new Map<BoardId, number>()
  /** One after another: each drawing fills a core. */
  let queue: Promise<void> = Promise.resolve()
  let isClosed = false

  const descriptionOf = (board: BoardId) => join(folder, `${board}.json`)

  async function kept(board: BoardId): Promise<PagePreview | null> {
    try {
      return JSON.parse(await readFile(descriptionOf(board), 'utf8')) as PagePreview
    } catch {
      return null // not drawn yet, or cut off by a crash: it is drawn again
    }
  }

  function want(board: BoardId): void {
    if (isClosed || waiting.has(board)) return
    const pause = Math.max(quietMs, (restingUntil.get(board) ?? 0) - performance.now())
    const timer = setTimeout(() => {
      queue = queue
        .then(() => refresh(board))
        .catch((error: unknown) => {
          log.warn({ err: error, board }, 'no picture could be drawn of a board')
        })
    }, pause)
    waiting.set(board, timer.unref())
  }

  async function refresh(board: BoardId): Promise<void> {
    waiting.delete(board)
    const row = isClosed ? null : await storage.boards.get(board)
    if (!row || placeOf(row) === (await kept(board))?.at) return
    if (Date.now() - row.updatedAt < quietMs) return want(board)
    const stored = await storage.journal.load(board)
    if (!stored) return
    const bytes = stored.updates.reduce((sum, { length }) => sum + length, 0)
    if (bytes < leastBytes) return
    const startedAt = performance.now()
    const drawn = await draw({ updates: stored.updates })
    const tookMs = performance.now() - startedAt
    restingUntil.set(board, performance.now() + tookMs * restPerDrawing)
    if (drawn) await keep(board, placeOf({ epoch: stored.epoch, headSeq: stored.seq }), drawn)
    log.debug({ board, tookMs: Math.round(tookMs) }, 'picture drawn')
    // It may have been deleted meanwhile, and it may have been changed.
    const now = await storage.boards.get(board)
    if (!now) await forget(board)
    else if (drawn && now.headSeq !== stored.seq) want(board)
  }

  /** The description last and at once: it never tells of a picture that is not whole. */
  async function keep(board: BoardId, at: string, { pictures, ...what }: DrawnPreview): Promise<void> {
    await mkdir(folder, { recursive: true })
    for (const theme of ['paper', 'slate'] as const)
      await writeFile(join(folder, pictureName(board, at, theme)), pictures[theme])
    const description: PagePreview = { at, ...what }
    const draft = `${descriptionOf(board)}.new`
    await writeFile(draft, JSON.stringify(description))
    await rename(draft, descriptionOf(board))
    await sweep(board, at)
  }

  /** Removes the pictures of a board but those of `at`. */
  async function sweep(board: BoardId, at: string | null): Promise<void> {
    const names = await readdir(folder).catch(() => [])
    const old = names.filter(
      (name) => name.startsWith(`${board}.`) && name.endsWith('.webp') && !name.startsWith(`${board}.${at}.`),
    )
    await Promise.all(old.map((name) => rm(join(folder, name), { force: true })))
  }

  async function forget(board: BoardId): Promise<void> {
    clearTimeout(waiting.get(board))
    waiting.delete(board)
    restingUntil.delete(board)
    await rm(descriptionOf(board), { force: true })
    await sweep(board, null)
  }

  return {
    want,
    forget,
    async of(board) {
      const preview = await kept(board.id)
      if (preview?.at === placeOf(board)) return preview
      want(board.id)
      return null
    },
    async read(board, at, theme) {
      if (at !== placeOf(board)) return null
      return readFile(join(folder, pictureName(board.id, at, theme))).catch(() => null)
    },
    close() {
      isClosed = true
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}

function drawInWorker(task: PreviewTask): Promise<DrawnPreview | null> {
  const worker = startWorker('preview', import.meta.url, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  })
  worker.unref() // nothing waits for a picture, the end of the process least of all
  return new Promise<DrawnPreview | null>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('drawing takes too long')), WORKER_DEADLINE_MS).unref()
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(deadline)
      reject(new Error('the worker ended without a picture')) // too late when it had
    })
  }).finally(() => void worker.terminate())
}
