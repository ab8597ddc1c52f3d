import { join } from 'node:path'
import { Kysely } from 'kysely'
import { expect } from 'vitest'
import type * as Y from 'yjs'
import type { BoardId } from '../../lib/board/ids'
import type { Tables } from '../storage/migrations'
import { wholeDocument } from '../storage/snapshot'
import { sqliteDialect } from '../storage/sqlite-dialect'
import { loadBoard } from '../storage/sqlite-journal'
import { DATABASE_FILE } from '../storage/sqlite-storage'
import { shapesOf, type Actor, type Random } from './actors.fixture'

/** A person's next change comes within this. */
const MOST_PAUSE_MS = 120
/** Shapes that only their maker changes. */
const MOST_OWN = 25
/** Shapes that everybody on the board changes. */
const SHARED = 12

/** Somebody who draws without a rest, whatever the connection does. */
export class Person {
  #timer: NodeJS.Timeout | undefined
  #count = 0
  /** Changes of each kind, to know that there were some. */
  readonly done = { create: 0, move: 0, type: 0, remove: 0, undo: 0 }

  constructor(
    readonly actor: Actor,
    readonly board: BoardId,
    readonly own: string,
    private readonly random: Random,
  ) {}

  draw(): void {
    this.#timer = setTimeout(() => {
      this.change()
      this.draw()
    }, this.random(MOST_PAUSE_MS))
  }

  rest(): void {
    clearTimeout(this.#timer)
  }

  leave(): void {
    this.rest()
    this.actor.dispose()
  }

  readonly change = (): void => {
    const { actor, own, random, done } = this
    const mine = [...shapesOf(actor.doc).keys()].filter((id) => id.startsWith(own))
    const what = random(20)
    const id = random(4) === 0 ? `shared-${random(SHARED)}` : mine[random(mine.length)]
    if (what < 5 || id === undefined) {
      if (mine.length >= MOST_OWN) actor.remove(mine[0]!)
      actor.create(id?.startsWith('shared') ? id : `${own}${this.#count++}`)
      done.create++
    } else if (what < 10) {
      actor.move(id, random(1_000))
      done.move++
    } else if (what < 15) {
      actor.type(id, 'abcdefghij'.slice(random(9)))
      done.type++
    } else if (what < 17) {
      actor.remove(id)
      done.remove++
    } else {
      actor.undo()
      done.undo++
    }
  }
}

/** What is in the database, read as the next start would. */
export async function boardOnDisk(dataDir: string, board: BoardId): Promise<Y.Doc> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(join(dataDir, DATABASE_FILE)) })
  try {
    const stored = await loadBoard(db, board)
    expect(stored?.damage).toBeNull()
    const doc = wholeDocument(stored!.updates)
    expect(doc, 'nothing is missing in the log').not.toBeNull()
    for (const root of ['board', 'shapes']) doc!.getMap(root)
    return doc!
  } finally {
    await db.destroy()
  }
}
