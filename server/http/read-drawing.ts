import type { Result } from '../../lib/board/ids'
import { readFile, type ImportedBoard, type ImportRefusal } from '../../lib/formats'
import { startWorker } from '../worker-thread'
import { ProblemError } from './problems'

export interface ImportTask {
  readonly name: string
  readonly bytes: Uint8Array
}
type Reading = Result<ImportedBoard, ImportRefusal>

/** Read in a few milliseconds, less than a thread takes to start. */
const SMALL_BYTES = 256 * 1024
/** A parsed file takes about ten times its size: a worker that grows beyond this dies alone. */
const WORKER_MEMORY_MB = 1_536
const WORKER_DEADLINE_MS = 60_000

/** Read a drawing; large ones in a thread of their own, so that nobody's stroke waits for it. */
export async function readDrawing(task: ImportTask): Promise<Reading> {
  return task.bytes.byteLength <= SMALL_BYTES ? readFile(task.name, task.bytes) : inWorker(task)
}

function inWorker(task: ImportTask): Promise<Reading> {
  const worker = startWorker('import', import.meta.url, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB },
  })
  const tooMuch = new ProblemError(
    'file-too-large',
    'The file needs more memory or time than an import may take.',
  )
  return new Promise<Reading>((resolve, reject) => {
    const deadline = setTimeout(() => reject(tooMuch), WORKER_DEADLINE_MS)
    worker.once('message', resolve)
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch : error),
    )
    worker.once('exit', () => {
      clearTimeout(deadline)
      reject(new Error('the import worker ended without an answer')) // nothing happens when it had answered
    })
  }).finally(() => void worker.terminate())
}
