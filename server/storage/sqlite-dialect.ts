import { DatabaseSync } from '@photostructure/sqlite'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely'
import type { Halt } from './halt'

/** Another program may hold the lock for a while: waiting it out costs less than failing. [F09] */
const BUSY_TIMEOUT_MS = 30_000
/** Between two tries: at first what another thread of ours takes for a commit, later what costs nothing. */
const RETRY_MS = { first: 1, most: 50 }
/** The first words with a file cannot be tried again one by one; they wait as SQLite does. */
const OPEN_TIMEOUT_MS = 5_000
const BUSY = 5
/** Statements kept prepared; the server has fewer distinct ones. */
const MAX_STATEMENTS = 100

/**
 * Opens a SQLite file for Kysely. `synchronous=FULL`: a commit that was acknowledged survives power loss.
 * One connection, used inside a worker: every call blocks its thread, but for as long as another holds the lock.
 * SQLite's own waiting would block it too, and a thread that is stuck there cannot end with its process.
 */
export function sqliteDialect(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS, halt?: Halt): Dialect {
  const database = async () => (halt ? halt.inside(() => open(path)) : open(path))
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new PatientDriver({ database }, busyTimeoutMs, halt),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class PatientDriver extends SqliteDriver {
  constructor(
    config: ConstructorParameters<typeof SqliteDriver>[0],
    private readonly busyTimeoutMs: number,
    private readonly halt: Halt | undefined,
  ) {
    super(config)
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    return {
      executeQuery: <R>(query: CompiledQuery) => this.#untilFree(() => connection.executeQuery<R>(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    }
  }

  /** A statement that found the file locked did nothing: it is tried again. */
  async #untilFree<T>(run: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + this.busyTimeoutMs
    for (let pauseMs = RETRY_MS.first; ; pauseMs = Math.min(pauseMs * 2, RETRY_MS.most)) {
      try {
        return await (this.halt ? this.halt.inside(run) : run())
      } catch (error) {
        const { sqliteExtendedCode: code = 0 } = error as { sqliteExtendedCode?: number }
        if ((code & 0xff) !== BUSY || performance.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }

  /** A deferred transaction that turns from reading to writing fails at once when another connection wrote. */
  override async beginTransaction(
    connection: DatabaseConnection,
    { accessMode }: { readonly accessMode?: 'read only' | 'read write' } = {},
  ): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'))
  }

  /** On a full disk SQLite has rolled back by itself; that this is so must not hide why. [F05] */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!String(error).includes('no transaction is active')) throw error
    })
  }
}

function open(path: string): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: OPEN_TIMEOUT_MS })
  // The first one counts for a new file only, and before anything is in it (see reclaim.ts).
  database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 0`)
  const statements = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      const wrapped: SqliteStatement = {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(bindable)) as unknown[],
        run: (parameters) => statement.run(...parameters.map(bindable)),
        iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
      }
      const [oldest] = statements.keys()
      if (statements.size >= MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest)
      statements.set(sql, wrapped)
      return wrapped
    },
  }
}

function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.getTime()
  return value === undefined ? null : value
}
