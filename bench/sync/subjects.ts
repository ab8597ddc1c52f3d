import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, TestServer } from '../../e2e/server'
import type { Address } from './client'
import type { DialectName } from './dialect'
import { peerFile, PEERS_FOLDER } from './peers'

export const SUBJECTS = ['ours', 'relay-16ms', 'relay', 'stock', 'hocuspocus'] as const
export type SubjectName = (typeof SUBJECTS)[number]
export const FLOORS: readonly SubjectName[] = ['relay-16ms', 'relay']
export const PEERS: readonly SubjectName[] = ['stock', 'hocuspocus']

/** A server in a process of its own. */
export interface Subject {
  readonly name: SubjectName
  /** Whether it keeps boards over a restart. */
  readonly isDurable: boolean
  readonly pid: number
  /** Where a new board is. */
  newBoard(): Promise<Address>
  /** `kill -9`, and start again on the same data; resolves when it listens, `onStart` when it is started. */
  restart(onStart?: () => void): Promise<void>
  stop(): Promise<void>
}

const START_TIMEOUT_MS = 20_000
const RELAY = fileURLToPath(new URL('./servers/relay.ts', import.meta.url))
const HOCUSPOCUS = fileURLToPath(new URL('./servers/hocuspocus.mjs', import.meta.url))
const BATCH_MS = 16

export const startSubject = (name: SubjectName): Promise<Subject> => {
  switch (name) {
    case 'ours':
      return startOurs()
    case 'relay':
    case 'relay-16ms': {
      const batch = name === 'relay' ? [] : [String(BATCH_MS)]
      return startOther(name, 'y-websocket', (port) => ({ args: ['--import', 'tsx', RELAY, port, ...batch] }))
    }
    case 'stock':
      return startOther(name, 'y-websocket', (port) => ({
        args: [peerFile('@y/websocket-server/src/server.js')],
        env: { PORT: port, HOST: '127.0.0.1' },
      }))
    case 'hocuspocus':
      return startOther(name, 'hocuspocus', (port, folder) => ({
        args: [HOCUSPOCUS, port, PEERS_FOLDER, join(folder, 'hocuspocus.sqlite')],
      }))
  }
}

export async function withSubject<T>(name: SubjectName, run: (subject: Subject) => Promise<T>): Promise<T> {
  const subject = await startSubject(name)
  try {
    return await run(subject)
  } finally {
    await subject.stop()
  }
}

/** The production bundle. */
async function startOurs(): Promise<Subject> {
  const server = await TestServer.start({ LOG_LEVEL: 'error' })
  let cookie = ''
  return {
    name: 'ours',
    isDurable: true,
    get pid() {
      return server.pid
    },
    async newBoard() {
      const answer = await fetch(`${server.url}/api/v1/boards`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie && { cookie, origin: server.url }) },
        body: '{}',
      })
      if (answer.status !== 201) throw new Error(`A board could not be made: ${await answer.text()}`)
      cookie ||= answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      const { id } = (await answer.json()) as { id: string }
      const url = `${server.url.replace('http', 'ws').replace('localhost', '127.0.0.1')}/sync/${id}`
      return { url, room: id, dialect: 'y-websocket', hasBoards: true }
    },
    async restart(onStart) {
      await server.kill9()
      const up = server.up()
      onStart?.()
      await up
    },
    // What it logged is worth reading, and takes nothing from what was measured.
    stop: () => server.stop().catch((error: unknown) => console.log(String(error))),
  }
}

interface Command {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

async function startOther(
  name: SubjectName,
  dialect: DialectName,
  command: (port: string, folder: string) => Command,
): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-bench-'))
  const port = await freePort()
  const { args, env } = command(String(port), folder)
  let child: ChildProcess
  const start = () => {
    child = spawn(process.execPath, args, {
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return listening(port, child)
  }
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGKILL')) await ended
  }
  await start()
  let rooms = 0
  const isRelay = FLOORS.includes(name)
  return {
    name,
    isDurable: name === 'hocuspocus',
    get pid() {
      return child.pid!
    },
    async newBoard() {
      const room = `board-${++rooms}`
      const url = `ws://127.0.0.1:${port}/${dialect === 'hocuspocus' ? '' : room}`
      return { url, room, dialect, hasBoards: !isRelay }
    },
    async restart(onStart) {
      await end()
      const up = start()
      onStart?.()
      await up
    },
    async stop() {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + START_TIMEOUT_MS
  while (performance.now() < until && child.exitCode === null) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1')
      probe.once('connect', () => (probe.destroy(), resolve(true)))
      probe.once('error', () => resolve(false))
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The server did not start.')
}
