import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import * as esbuild from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
/** Says which sources the build in `dist/` and `.next/` was made from. */
const stampFile = join(dist, 'stamp')

/** Everything that the result depends on; tests and documentation do not count. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'server',
  'scripts/build.mjs',
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
]
const isSource = (path) => !/\.(test|contract)\.tsx?$/.test(path)

function* filesUnder(path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) return void (yield path)
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/** Digest of the contents of all sources, of Node and of the machine's kind. */
function currentStamp() {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`)
  for (const source of SOURCES)
    for (const file of filesUnder(join(root, source)))
      if (isSource(file)) hash.update(`\n${relative(root, file)}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Whether `dist/` and `.next/` were made from the sources as they are. */
export function isBuilt() {
  const outputs = [stampFile, join(dist, 'server.js'), join(root, '.next', 'BUILD_ID')]
  return outputs.every((path) => existsSync(path)) && readFileSync(stampFile, 'utf8') === currentStamp()
}

/** The server and its workers, one file each; what has native or generated parts stays in node_modules. */
const bundleServer = () =>
  esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      server: 'server/main.ts',
      'storage-worker': 'server/storage/storage-worker.ts',
      'compaction-worker': 'server/storage/compaction-worker.ts',
      'import-worker': 'server/http/import-worker.ts',
      'export-worker': 'server/http/export-worker.ts',
      'preview-worker': 'server/pictures/preview-worker.ts',
    },
    outdir: dist,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['next', '@photostructure/sqlite', '@napi-rs/canvas', 'bufferutil', 'utf-8-validate'],
    // CommonJS packages inside an ES module still ask for these.
    banner: {
      js: [
        `import { createRequire as ardoiseRequire } from 'node:module'`,
        `import { fileURLToPath as ardoisePath } from 'node:url'`,
        `const require = ardoiseRequire(import.meta.url)`,
        `const __filename = ardoisePath(import.meta.url)`,
        `const __dirname = ardoisePath(new URL('.', import.meta.url))`,
      ].join('\n'),
    },
  })

const buildPages = () =>
  new Promise((resolve, reject) => {
    const next = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    })
    next.on('error', reject)
    next.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`next build ended with code ${code}`)),
    )
  })

/** Texts this short are not worth a second file. */
const LEAST_COMPRESSED_BYTES = 512
const COMPRESSED = /\.(?:js|css|svg|json|txt)$/

/** Puts every script and style beside itself, compressed as small as it gets: the server does not do it again for each visitor. */
async function compressAssets() {
  const brotli = promisify(brotliCompress)
  const zip = promisify(gzip)
  const paths = [...filesUnder(join(root, '.next/static'))].filter((path) => COMPRESSED.test(path))
  await Promise.all(
    paths.map(async (path) => {
      const text = readFileSync(path)
      if (text.length < LEAST_COMPRESSED_BYTES) return
      writeFileSync(
        `${path}.br`,
        await brotli(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
      )
      writeFileSync(`${path}.gz`, await zip(text, { level: constants.Z_BEST_COMPRESSION }))
    }),
  )
}

/** Builds everything. A build that fails leaves no stamp, so the next start builds again. */
export async function build() {
  const stamp = currentStamp()
  rmSync(dist, { recursive: true, force: true })
  await bundleServer()
  await esbuild.stop() // the start goes on in this process, and would keep the bundler's
  await buildPages()
  await compressAssets()
  writeFileSync(stampFile, stamp)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build()
