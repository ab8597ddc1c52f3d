import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BoardId } from '../lib/board/ids'

const DIST = fileURLToPath(new URL('../dist', import.meta.url))
/** Warnings of a server that is killed all the time, and found again by everybody at once. */
const isNoteworthy = (line: string) => /"level":(?:[4-6]\d|"(?:warn|error|fatal)")/.test(line)

/** The server as it is shipped, in a process of its own on one port and one folder, to be killed and started again. */
export class BuiltServer {
  #process: ChildProcess | null = null
  /** Lines of its log that say something is wrong. */
  readonly complaints: string[] = []

  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly dist: string,
  ) {}

  /** `dist` is a folder beside the real one: a build with a fault put into it. */
  static async on(dataDir: string, dist = DIST): Promise<BuiltServer> {
    if (!existsSync(join(dist, 'server.js'))) throw new Error('Build first: npm run build')
    const holder = createServer().listen(0, '127.0.0.1')
    await once(holder, 'listening')
    const { port } = holder.address() as AddressInfo
    holder.close()
    return new BuiltServer(dataDir, port, dist)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }
  get pid(): number {
    return this.#process!.pid!
  }

  /** Starts the process; `open` resolves when it serves. */
  start(env: Record<string, string> = {}): { readonly open: Promise<void> } {
    const child = (this.#process = spawn(
      process.execPath,
      ['--enable-source-maps', join(this.dist, 'server.js')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'production',
          HOST: '127.0.0.1',
          PORT: String(this.port),
          DATA_DIR: this.dataDir,
          LOG_FORMAT: 'json',
          ...env,
        },
      },
    ))
    const open = new Promise<void>((resolve, reject) => {
      createInterface(child.stdout).on('line', (line) => {
        if (isNoteworthy(line)) this.complaints.push(line)
        if (line.includes('Ardoise is open at')) resolve()
      })
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was open`)))
    })
    open.catch(() => {}) // told to whoever waits for it
    return { open }
  }

  /** Resolves with the exit code of a process that ends by itself. */
  async ended(): Promise<number | null> {
    const child = this.#process!
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return child.exitCode
  }

  /** Ends the process; resolves with its exit code. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#process!
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exit = once(child, 'exit')
    child.kill(signal)
    return ((await exit) as [number | null])[0]
  }

  async newBoard(): Promise<BoardId> {
    const response = await fetch(`${this.url}/api/v1/boards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Plan' }),
    })
    if (!response.ok) throw new Error(`no board was made: ${response.status} ${await response.text()}`)
    return ((await response.json()) as { id: BoardId }).id
  }
}
