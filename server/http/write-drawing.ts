import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { writeArdoise } from '../../lib/formats'
import type { PictureRequest } from '../../lib/formats/picture'
import { startWorker } from '../worker-thread'
import { ProblemError } from './problems'

export interface ExportTask {
  /** The board in Yjs updates, in order. */
  readonly updates: readonly Uint8Array[]
  readonly name: string
  /** A picture of it; absent: the drawing itself, lossless. */
  readonly picture?: PictureRequest
}
/** What the worker says: no file means that there would be too much of it. */
export interface ExportAnswer {
  readonly file: Uint8Array | null
}

/** Written in a few milliseconds, less than a thread takes to start. */
const SMALL_BYTES = 256 * 1024
/** Half of what a board of 250 000 shapes needs twice over: a worker that grows beyond this dies alone. */
const WORKER_MEMORY_MB = 2_048
/** A board of 100 000 shapes is drawn in a few seconds. */
const WORKER_DEADLINE_MS = 60_000
/** Threads that draw at once: each fills a core, and a picture takes up to 128 MB. */
const MAX_PICTURES = 2
let pictures = 0

/** The board of a task, to be read. */
export function openDrawing({ updates }: ExportTask): BoardDocument {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return new BoardDocument(doc, { history: false })
}

/** The board as a file of ours. */
export function writeDrawing(task: ExportTask): Uint8Array<ArrayBuffer> {
  const board = openDrawing(task)
  return new TextEncoder().encode(writeArdoise(board, { name: task.name, background: board.meta.background }))
}

/** The board as a file; a large one, and every picture, is made in a thread of its own: nobody's stroke waits. */
export async function exportDrawing(task: ExportTask): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = task.updates.reduce((sum, update) => sum + update.length, 0)
  if (!task.picture) return bytes <= SMALL_BYTES ? writeDrawing(task) : inWorker(task)
  if (pictures >= MAX_PICTURES) {
    throw new ProblemError('busy', 'Other pictures are being drawn. Try again shortly.', {
      'retry-after': '5',
    })
  }
  pictures++
  return inWorker(task).finally(() => pictures--)
}

function inWorker(task: ExportTask): Promise<Uint8Array<ArrayBuffer>> {
  const worker = startWorker('export', import.meta.url, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  })
  const tooMuch = new ProblemError(
    'board-too-large',
    'The board needs more memory or time than an export may take.',
  )
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    const deadline = setTimeout(() => reject(tooMuch), WORKER_DEADLINE_MS)
    worker.once('message', ({ file }: ExportAnswer) =>
      file ? resolve(file as Uint8Array<ArrayBuffer>) : reject(tooMuch),
    )
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch : error),
    )
    worker.once('exit', () => {
      clearTimeout(deadline)
      reject(new Error('the export worker ended without an answer')) // too late when it had
    })
  }).finally(() => void worker.terminate())
}
