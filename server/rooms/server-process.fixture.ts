import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export interface Bundle {
  readonly path: string
  readonly remove: () => void
}

/** Bundled once as the real server is, workers beside it: a loader would take longer than the test. */
export async function bundleServer(): Promise<Bundle> {
  // In the tree, so that it finds the packages.
  const outdir = mkdtempSync(join(source('../../node_modules'), '.ardoise-kill-'))
  writeFileSync(join(outdir, 'package.json'), '{"type":"module"}')
  const workers = readdirSync(source('../storage')).filter((name) => name.endsWith('-worker.ts'))
  await build({
    entryPoints: {
      server: source('./server.fixture.ts'),
      ...Object.fromEntries(workers.map((name) => [basename(name, '.ts'), source(`../storage/${name}`)])),
    },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
  })
  return { path: outdir, remove: () => rmSync(outdir, { recursive: true, force: true }) }
}

export interface ServerProcess {
  readonly process: ChildProcess
  readonly url: string
  /** Bytes that are in use after everything that can be collected was. */
  memory(): Promise<number>
}

/** The same rooms and storage in a process of their own, so that it can be killed, and measured apart from the test. */
export async function startServer(bundle: Bundle, dataDir: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--expose-gc', join(bundle.path, 'server.js'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  const [url] = (await once(lines, 'line')) as [string]
  return {
    process: child,
    url,
    async memory() {
      child.stdin.write('memory\n')
      const [bytes] = (await once(lines, 'line')) as [string]
      return Number(bytes)
    },
  }
}
