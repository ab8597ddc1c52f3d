import { accessSync, constants } from 'node:fs'
import { StorageError } from './storage'

/** Primary result codes of SQLite that people can do something about. */
const CODES = new Map<number, StorageError['code']>([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'read-only'],
  [13, 'full'],
])
/** A flush that failed may have lost pages that the next flush would report as written: never try again. [F06] */
const FLUSH_FAILED = new Set([1034, 1290])

/** What a failure of SQLite means to the server; `path` is the database's file. */
export function explainSqliteError(cause: unknown, path?: string): { error: StorageError; isFatal: boolean } {
  if (cause instanceof StorageError) return { error: cause, isFatal: false }
  const { sqliteExtendedCode: code = 0, message = String(cause) } = cause as {
    sqliteExtendedCode?: number
    message?: string
  }
  return {
    error: new StorageError(CODES.get(code & 0xff) ?? (isReadOnly(path) ? 'read-only' : 'failed'), message),
    isFatal: FLUSH_FAILED.has(code),
  }
}

/** A kernel that found its disk damaged takes no more writes; SQLite says no more than that a write failed. [F05] */
function isReadOnly(path: string | undefined): boolean {
  if (path === undefined) return false
  try {
    accessSync(path, constants.W_OK)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS'
  }
}
