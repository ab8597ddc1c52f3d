import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { writeArdoise } from '../../lib/formats'
import { startWorker } from '../worker-thread'

export interface ExportTask {
  /** The board in Yjs updates, in order. */
  readonly updates: readonly Uint8Array[]
  readonly name: string
}

/** Written in a few milliseconds, less than a thread takes to start. */
const SMALL_BYTES = 256 * 1024

/** The board as a file. */
export function writeDrawing({ updates, name }: ExportTask): Uint8Array<ArrayBuffer> {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  const board = new BoardDocument(doc, { history: false })
  return new TextEncoder().encode(writeArdoise(board, { name, background: board.meta.background }))
}

/** The board as a file; a large one is written in a thread of its own, so that nobody's stroke waits for it. */
export async function exportDrawing(task: ExportTask): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = task.updates.reduce((sum, update) => sum + update.length, 0)
  return bytes <= SMALL_BYTES ? writeDrawing(task) : inWorker(task)
}

function inWorker(task: ExportTask): Promise<Uint8Array<ArrayBuffer>> {
  const worker = startWorker('export', import.meta.url, { workerData: task })
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the export worker ended without an answer'))) // too late when it had
  }).finally(() => void worker.terminate())
}
