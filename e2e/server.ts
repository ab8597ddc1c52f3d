import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const START_TIMEOUT_MS = 60_000

/** The production bundle in a process of its own, on a free port with a data directory of its own. */
export class TestServer {
  readonly url: string
  #process: ChildProcess | null = null
  #output = ''

  private constructor(
    private readonly port: number,
    readonly dataDir: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.url = `http://localhost:${port}`
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ardoise-e2e-'))
    const server = new TestServer(await freePort(), dataDir, settings)
    await server.up()
    return server
  }

  /** Of the process, for whoever measures it. */
  get pid(): number {
    return this.#process?.pid ?? 0
  }

  /** Start the process (again) on the same port and data; resolves when `/readyz` answers. */
  async up(): Promise<void> {
    const child = spawn(process.execPath, ['dist/server.js'], {
      env: {
        ...process.env,
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
        LOG_FORMAT: 'json',
        NODE_ENV: 'production',
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    child.stdout.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    const deadline = Date.now() + START_TIMEOUT_MS
    while (Date.now() < deadline) {
      if (child.exitCode !== null) break
      if (await this.#isReady()) return
    }
    throw new Error(`The server did not start:\n${this.#output}`)
  }

  async #isReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) }).catch(() => null)
    return answer?.ok ?? false
  }

  /** `kill -9`: nothing is flushed, nobody is told. */
  async kill9(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** End it as an operator would; its data stays for `up`. */
  async end(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** End it as an operator would, and remove its data. Rejects when it logged an error. */
  async stop(): Promise<void> {
    await this.end()
    await rm(this.dataDir, { recursive: true, force: true })
    const errors = this.#output
      .split('\n')
      .filter((line) => /"level":(50|60)|UnhandledPromiseRejection/.test(line))
    if (errors.length > 0) throw new Error(`The server logged errors:\n${errors.join('\n')}`)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
    this.#process = null
  }
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
