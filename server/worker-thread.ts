import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts the worker `<name>-worker` that lies beside the module at `from` (its `import.meta.url`). In the bundle
 * it is a file beside the server; from the sources it is TypeScript, which tsx loads.
 */
export function startWorker(name: string, from: string, options: WorkerOptions = {}): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`./${name}-worker.js`, from), options)
  const source = JSON.stringify(new URL(`./${name}-worker.ts`, from).href)
  // Not `--import tsx`: on Node 20 its loader does not reach a worker's entry.
  const code = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${source}, ${source}))`
  return new Worker(code, { ...options, eval: true, execArgv: [] })
}
