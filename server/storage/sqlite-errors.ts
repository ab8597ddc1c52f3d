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

/** What a failure of SQLite means to the server. */
export function explainSqliteError(cause: unknown): { error: StorageError; isFatal: boolean } {
  if (cause instanceof StorageError) return { error: cause, isFatal: false }
  const { sqliteExtendedCode: code = 0, message = String(cause) } = cause as {
    sqliteExtendedCode?: number
    message?: string
  }
  return {
    error: new StorageError(CODES.get(code & 0xff) ?? 'failed', message),
    isFatal: FLUSH_FAILED.has(code),
  }
}
