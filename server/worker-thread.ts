import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type * as esbuild from 'esbuild'

/**
 * Starts the worker `<name>-worker` that lies beside the module at `from` (its `import.meta.url`). In the bundle
 * it is a file beside the server; from the sources it is TypeScript, which is bundled when it is first started.
 */
export function startWorker(name: string, from: string, options: WorkerOptions = {}): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`./${name}-worker.js`, from), options)
  const source = new URL(`./${name}-worker.ts`, from).href
  let code = bundles.get(source)
  if (code === undefined) bundles.set(source, (code = bundle(source)))
  return new Worker(code, { ...options, eval: true, execArgv: [] })
}

/** By address of the source: a loader in each worker would cost a second every time one starts. */
const bundles = new Map<string, string>()

/** With its packages, but not those that look for their native part where it lies. */
function bundle(source: string): string {
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof esbuild
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(source)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['@photostructure/sqlite', '@napi-rs/canvas'],
    sourcemap: 'inline',
    define: { 'import.meta.url': JSON.stringify(source) },
  })
  return outputFiles[0]!.text
}
