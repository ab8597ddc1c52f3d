import { parentPort, workerData } from 'node:worker_threads'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import type { PreviewTask } from './preview-task'
import { writePreview } from './write-picture'

/** Draws one board away from the event loop, answers (null: there is nothing to be seen), and ends. */
const { updates } = workerData as PreviewTask
const doc = new Y.Doc()
for (const update of updates) Y.applyUpdate(doc, update)
const board = new BoardDocument(doc, { history: false })
parentPort?.postMessage(writePreview(board, board.meta.background))
