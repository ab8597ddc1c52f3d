import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import type { SceneShape } from '../scene'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** A page made of one script, bundled when the bench starts. */
export interface BundledPage {
  readonly name: string
  /** Relative to bench/canvas. */
  readonly entry: string
  /** Where its packages are, and which files they need beside their script: address below the page's, folder. */
  readonly packages?: string
  readonly assets?: Readonly<Record<string, string>>
}

export interface Pages {
  readonly url: string
  stop(): void
}

/** Serve `pages` and the scene they show, at `/scene.json`, from this machine. */
export async function servePages(
  pages: readonly BundledPage[],
  shapes: readonly SceneShape[],
): Promise<Pages> {
  const files = new Map<string, Uint8Array>([['/scene.json', Buffer.from(JSON.stringify(shapes))]])
  for (const page of pages) {
    const { outputFiles } = await esbuild.build({
      entryPoints: { [page.name]: join(HERE, page.entry) },
      outdir: '/',
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['production'],
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.woff2': 'empty', '.svg': 'dataurl' },
      logLevel: 'error',
      ...(page.packages && {
        nodePaths: [page.packages],
        // Theirs, not that of the project, which is nearer.
        alias: { react: join(page.packages, 'react'), 'react-dom': join(page.packages, 'react-dom') },
      }),
    })
    for (const { path, contents } of outputFiles) files.set(path, contents)
    const style = files.has(`/${page.name}.css`) ? `<link rel=stylesheet href=/${page.name}.css>` : ''
    const html = `<!doctype html><meta charset=utf-8><title>${page.name}</title>${style}
<style>html,body,#root{margin:0;height:100%;overflow:hidden}</style><div id=root></div><script type=module src=/${page.name}.js></script>`
    files.set(`/${page.name}`, Buffer.from(html))
  }
  const folders = pages.flatMap(({ assets }) => Object.entries(assets ?? {}))
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://localhost').pathname).then((body) => {
      const type = TYPES[extname(request.url ?? '')] ?? 'text/html'
      response.writeHead(body ? 200 : 404, { 'content-type': type }).end(body)
    })
  })
  async function answer(path: string): Promise<Uint8Array | null> {
    const made = files.get(path)
    if (made) return made
    const [prefix, folder] = folders.find(([prefix]) => path.startsWith(prefix)) ?? []
    if (!prefix || !folder) return null
    const inside = normalize(decodeURIComponent(path.slice(prefix.length)))
    return inside.startsWith('..') ? null : readFile(join(folder, inside)).catch(() => null)
  }
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const address = server.address()
  return {
    url: `http://localhost:${typeof address === 'object' && address ? address.port : 0}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
