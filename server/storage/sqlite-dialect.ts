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

/** Another program (a backup) may hold the lock for a while: waiting it out costs less than failing. */
export const BUSY_TIMEOUT_MS = 30_000
/** Statements kept prepared; the server has fewer distinct ones. */
const MAX_STATEMENTS = 100

/**
 * Opens a SQLite file for Kysely. `synchronous=FULL`: a commit that was acknowledged survives power loss.
 * One connection, used inside a worker: every call blocks its thread.
 */
export function sqliteDialect(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver({ database: async () => open(path, busyTimeoutMs) }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** A deferred transaction that turns from reading to writing fails at once when another connection wrote. */
class ImmediateDriver extends SqliteDriver {
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

function open(path: string, busyTimeoutMs: number): SqliteDatabase {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
  // The first one counts for a new file only, and before anything is in it (see reclaim.ts).
  database.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON`)
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
