import { parentPort, workerData } from 'node:worker_threads'
import { readFile } from '../../lib/formats'
import type { ImportTask } from './read-drawing'

/** Reads one file away from the event loop, answers, and ends. */
const { name, bytes } = workerData as ImportTask
parentPort?.postMessage(readFile(name, bytes))
