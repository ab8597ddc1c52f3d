import { parentPort, workerData } from 'node:worker_threads'
import { writeDrawing, type ExportTask } from './write-drawing'

/** Writes one board away from the event loop, answers, and ends. */
const file = writeDrawing(workerData as ExportTask)
parentPort?.postMessage(file, [file.buffer])
