import { join } from 'node:path'
import type { BoardId } from '../../lib/board/ids'
import type { Log } from '../observe/log'
import type { CompactionMethods } from './compaction-worker'
import { GroupCommit } from './group-commit'
import { Halt } from './halt'
import type { Append, Damage } from './sqlite-journal'
import { StorageError, type Storage } from './storage'
import type { StorageMethods } from './storage-worker'
import { WorkerClient } from './worker-rpc'

export const DATABASE_FILE = 'ardoise.db'
/** A snapshot worker that had nothing to do for this long ends, and gives its memory back. */
const COMPACTION_IDLE_MS = 30_000

export interface SqliteOptions {
  readonly dataDir: string
  readonly log: Pick<Log, 'warn' | 'error'>
  /** Nothing can be acknowledged any more: the process must end. */
  readonly onFatal: (error: Error) => void
  /** Damage was found, and moved to quarantine. */
  readonly onQuarantine?: (damage: Damage) => void
  /** How long a locked database is waited for. */
  readonly busyTimeoutMs?: number
  /** Lives of the server that a board's log remembers. */
  readonly livesKept?: number
}

/**
 * Storage in one SQLite file of `dataDir`, behind worker threads: one writes, one reads, and one folds when there is
 * something to fold. Rejects when it cannot be opened.
 */
export async function openSqliteStorage(options: SqliteOptions): Promise<Storage> {
  const { log, onFatal, busyTimeoutMs, livesKept } = options
  const path = join(options.dataDir, DATABASE_FILE)
  let isOpen = false
  const start = () =>
    new WorkerClient<StorageMethods>('storage', { path, busyTimeoutMs, livesKept }, (error) => {
      if (isOpen) onFatal(error)
    })
  const worker = start()
  // Without one no board can be opened, also when the disk takes nothing any more: so it is leased now.
  let leased: number | null
  try {
    await worker.call('open')
    leased = await worker.call('nextClientId')
    isOpen = true
  } catch (error) {
    await worker.terminate()
    throw error
  }
  // Of its own, so that no commit waits for a large board to be read, and nobody who comes for a slow commit.
  const reader = start()
  const appends = new GroupCommit((batch: Append[]) => worker.call('append', batch))
  const compaction = new Compaction(path, (error) => log.error({ err: error }, 'snapshot worker failed'))

  return {
    boards: {
      create: (board) => worker.call('createBoard', board),
      get: (id) => reader.call('getBoard', id),
      listFor: (identity, page) => reader.call('listBoards', identity, page),
      rename: (id, name) => worker.call('renameBoard', id, name),
      remove: (id) => worker.call('removeBoard', id),
      visited: (id, identity) => worker.call('visited', id, identity),
    },
    identities: {
      create: (identity) => worker.call('createIdentity', identity),
      get: (id) => reader.call('getIdentity', id),
      rename: (id, name) => worker.call('renameIdentity', id, name),
    },
    journal: {
      async append(board, update) {
        // A view into a socket's buffer would be cloned with the whole buffer around it.
        const place = await appends.add({ board, bytes: new Uint8Array(update) })
        if (place === null) throw new StorageError('no-such-board', `no board ${board}`)
        return place
      },
      async load(board) {
        const loaded = await reader.call('load', board)
        if (!loaded) return null
        const { damage, ...stored } = loaded
        if (damage?.refusal !== undefined) log.warn({ board, damage }, 'damaged data was left out')
        else if (damage) {
          log.warn({ board, damage }, 'damaged data was moved to quarantine')
          options.onQuarantine?.(damage)
        }
        return stored
      },
      compact: (board) => compaction.compact(board),
    },
    async leaseClientId() {
      const first = leased
      leased = null
      return first ?? worker.call('nextClientId')
    },
    ping: async () => void (await Promise.all([worker.call('ping'), reader.call('ping')])),
    async close() {
      await appends.idle()
      await compaction.close()
      for (const one of [reader, worker]) {
        await one.call('close')
        await one.terminate()
      }
    },
  }
}

/** The snapshot worker, started when there is something to fold. */
class Compaction {
  #worker: WorkerClient<CompactionMethods> | null = null
  /** Of the worker that was started last. */
  #halt = new Halt()
  #isClosed = false
  readonly #running = new Map<BoardId, Promise<'done' | 'skipped'>>()
  #idle: NodeJS.Timeout | undefined

  constructor(
    private readonly path: string,
    private readonly onFailure: (error: Error) => void,
  ) {}

  /** One run per board at a time; who asks meanwhile gets its outcome. */
  compact(board: BoardId): Promise<'done' | 'skipped'> {
    if (this.#isClosed) return Promise.resolve('skipped')
    const running = this.#running.get(board)
    if (running) return running
    clearTimeout(this.#idle)
    this.#worker ??= this.#start()
    const run = this.#run(this.#worker, board)
    this.#running.set(board, run)
    return run
  }

  /**
   * Whoever stops the server does not wait for a large board to be folded: what is half done is as if the process had
   * been killed, which costs nothing, and the next life does it again. [F02, F25]
   */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#stop()
  }

  async #run(worker: WorkerClient<CompactionMethods>, board: BoardId): Promise<'done' | 'skipped'> {
    try {
      return await worker.call('compact', board)
    } catch (error) {
      if (this.#isClosed) return 'skipped'
      throw error
    } finally {
      this.#running.delete(board)
      if (this.#running.size === 0 && !this.#isClosed)
        this.#idle = setTimeout(() => void this.#stop(), COMPACTION_IDLE_MS).unref()
    }
  }

  #start(): WorkerClient<CompactionMethods> {
    const halt = (this.#halt = new Halt())
    const data = { path: this.path, halt: halt.buffer }
    return new WorkerClient<CompactionMethods>('compaction', data, (error) => {
      this.#worker = null
      this.onFailure(error)
    })
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    if (!worker) return
    await this.#halt.halt()
    await worker.terminate()
  }
}
