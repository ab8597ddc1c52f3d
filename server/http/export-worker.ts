import { parentPort, workerData } from 'node:worker_threads'
import { SvgTooLong } from '../../lib/formats/svg/write'
import { openDrawing, writeDrawing, type ExportAnswer, type ExportTask } from './write-drawing'
import { writePicture } from '../pictures/write-picture'

/** Writes one board away from the event loop, answers, and ends. */
function run(task: ExportTask): ExportAnswer {
  if (!task.picture) return { file: writeDrawing(task) }
  const board = openDrawing(task)
  try {
    return { file: writePicture(board, board.meta.background, task.picture) }
  } catch (error) {
    if (error instanceof SvgTooLong) return { file: null }
    throw error
  }
}

parentPort?.postMessage(run(workerData as ExportTask))
