import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import * as Y from 'yjs'
import type { TestServer } from './server'

const FILE = 'ardoise.db'

/** The shapes of a board that are in the database's file at this moment, whatever any server says of them. */
export function shapesOnDisk({ dataDir }: Pick<TestServer, 'dataDir'>, boardId: string): Set<string> {
  const database = new DatabaseSync(join(dataDir, FILE), { readOnly: true })
  try {
    // Boards of tests are so small that their log is still whole.
    const rows = database.prepare('select bytes from updates where board_id = ? order by seq').all(boardId)
    const doc = new Y.Doc()
    for (const { bytes } of rows as { bytes: Uint8Array }[]) Y.applyUpdate(doc, bytes)
    return new Set(doc.getMap('shapes').keys())
  } finally {
    database.close()
  }
}

/** Another program that holds the database, as a backup may: nobody can write until the answer is called. */
export function holdDatabase({ dataDir }: Pick<TestServer, 'dataDir'>): () => void {
  const database = new DatabaseSync(join(dataDir, FILE))
  database.exec('begin immediate')
  return () => {
    database.exec('rollback')
    database.close()
  }
}
