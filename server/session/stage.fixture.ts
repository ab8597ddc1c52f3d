import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { newBoardId, ok, type BoardId, type Result } from '../../lib/board/ids'
import type {
  ClientToServer,
  LiveBatch,
  Peer,
  Refusal,
  Role,
  ServerToClient,
  Welcome,
} from '../../lib/protocol/session'
import { createSession, type SessionDeps, type SessionServer } from '.'

/** A tab as a test drives it: a real socket.io client, what it received, and waiting for a condition on that. */
export class Tab {
  readonly received: { event: string; payload: unknown }[] = []
  readonly #watchers = new Set<() => void>()

  constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    socket.onAny((event: string, payload: unknown) => this.#note(event, payload))
    socket.on('connect', () => this.#note('connect', null))
    socket.on('disconnect', (reason) => this.#note('disconnect', reason))
    socket.on('connect_error', (error) =>
      this.#note('connect_error', (error as { data?: unknown }).data ?? error),
    )
  }

  #note(event: string, payload: unknown) {
    this.received.push({ event, payload })
    for (const watcher of this.#watchers) watcher()
  }

  /** Resolves with the first truthy answer, asked again whenever something arrives. */
  until<T>(condition: () => T | undefined | null | false): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = condition()
        if (!found) return
        this.#watchers.delete(look)
        resolve(found)
      }
      this.#watchers.add(look)
      look()
    })
  }

  all<T>(event: string): T[] {
    return this.received.filter((entry) => entry.event === event).map((entry) => entry.payload as T)
  }
  get peers(): readonly Peer[] {
    return this.all<readonly Peer[]>('session:peers').at(-1) ?? []
  }
  get batches(): LiveBatch[] {
    return this.all<LiveBatch>('live:batch')
  }
  get names(): string[] {
    return this.peers.map((peer) => peer.name)
  }
  hello(): Promise<Result<Welcome, Refusal>> {
    return this.socket.emitWithAck('session:hello', {})
  }
  /** An event as a hostile client would send it, with any name and payload. */
  ask(event: string, ...payload: unknown[]): Promise<unknown> {
    return (this.socket as unknown as Socket).emitWithAck(event, ...payload)
  }
}

export interface Stage {
  readonly session: SessionServer
  readonly board: BoardId
  readonly port: number
  /** Names kept for known people. */
  readonly names: Map<string, string>
  /** Opens a tab; `cookie` is the identity's id in this fixture, absent for an ephemeral guest. */
  open(options?: { cookie?: string; key?: string; board?: string; transports?: string[] }): Tab
  close(): Promise<void>
}

/** The session server on a port of its own, with the person and role rules that a test hands in. */
export async function stage(
  options: { roles?: Record<string, Role | null>; deps?: Partial<SessionDeps> } = {},
): Promise<Stage> {
  const board = newBoardId()
  const names = new Map<string, string>()
  const session = createSession({
    access: {
      identify: (cookie) =>
        Promise.resolve(cookie === undefined ? null : { id: cookie, name: names.get(cookie) ?? null }),
      roleOn: (identity) => {
        const role = options.roles?.[identity?.id ?? '']
        return role === undefined ? 'edit' : role
      },
      checkOrigin: () => ok(null),
    },
    storage: {
      boards: {
        get: (id) =>
          Promise.resolve(
            id === board
              ? { id, name: 'Retro', ownerId: null, createdAt: 0, updatedAt: 0, epoch: 1, headSeq: 0 }
              : null,
          ),
      },
      identities: {
        rename: (id, name) => {
          names.set(id, name)
          return Promise.resolve({ id, name, createdAt: 0 })
        },
      },
    },
    log: { error: (...args: unknown[]) => errors.push(args), warn: () => {}, debug: () => {} } as never,
    serverVersion: '1.2.3',
    ...options.deps,
  })
  const errors: unknown[] = []
  const http: Server = createServer((req, res) => session.handleRequest(req, res))
  http.on('upgrade', (req, socket, head) => session.handleUpgrade(req, socket, head))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const tabs: Tab[] = []

  return {
    session,
    board,
    port,
    names,
    open({ cookie, key, board: to = board, transports = ['websocket'] } = {}) {
      const tab = new Tab(
        io(`http://127.0.0.1:${port}`, {
          forceNew: true,
          transports,
          query: { board: to },
          auth: key === undefined ? {} : { key },
          extraHeaders: cookie === undefined ? {} : { cookie },
          reconnection: false,
        }),
      )
      tabs.push(tab)
      return tab
    },
    async close() {
      for (const tab of tabs) tab.socket.disconnect()
      await session.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      if (errors.length > 0) throw new Error(`the server logged errors: ${JSON.stringify(errors)}`)
    },
  }
}
