import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'

const LOCK_FILE = 'lock'

/**
 * Takes a data folder for this process, and says whether it got it. The operating system gives the lock back when
 * the process ends, however it ends; the file that stays behind locks nothing.
 */
export function lockDataDir(dataDir: string): boolean {
  const holder = new DatabaseSync(join(dataDir, LOCK_FILE), { timeout: 0 })
  try {
    holder.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE') // nothing is ever written: no journal file
  } catch (error) {
    holder.close()
    if ((error as { sqliteExtendedCode?: number }).sqliteExtendedCode === SQLITE_BUSY) return false
    throw error
  }
  holders.push(holder)
  return true
}

const SQLITE_BUSY = 5
/** Collected, a connection would let go of its lock. */
const holders: InstanceType<typeof DatabaseSync>[] = []
