import type { Kysely, Selectable } from 'kysely'
import type { BoardId } from '../../lib/board/ids'
import type { Tables } from './migrations'
import type { BoardRow, BoardStore, IdentityRow, IdentityStore } from './storage'

const boardOf = (row: Selectable<Tables['boards']>): BoardRow => ({
  id: row.id as BoardId,
  name: row.name,
  ownerId: row.owner_id,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  epoch: row.epoch,
  headSeq: row.head_seq,
})

export function sqliteBoards(db: Kysely<Tables>, epoch: number): BoardStore {
  return {
    async create({ id, name, ownerId }) {
      const now = Date.now()
      const row = await db
        .insertInto('boards')
        .values({ id, name, owner_id: ownerId, created_at: now, updated_at: now, epoch, head_seq: 0 })
        .returningAll()
        .executeTakeFirstOrThrow()
      return boardOf(row)
    },

    async get(id) {
      const row = await db.selectFrom('boards').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? boardOf(row) : null
    },

    async listFor(identityId, { limit, cursor }) {
      const after = cursor === null ? null : readCursor(cursor)
      let query = db
        .selectFrom('boards')
        .leftJoin('visits', (join) =>
          join.onRef('visits.board_id', '=', 'boards.id').on('visits.identity_id', '=', identityId),
        )
        .selectAll('boards')
        .select('visits.opened_at as openedAt')
        .where((is) =>
          is.or([is('boards.owner_id', '=', identityId), is('visits.opened_at', 'is not', null)]),
        )
        .orderBy('boards.updated_at', 'desc')
        .orderBy('boards.id', 'desc')
        .limit(limit + 1)
      if (after)
        query = query.where((is) =>
          is.or([
            is('boards.updated_at', '<', after.updatedAt),
            is.and([is('boards.updated_at', '=', after.updatedAt), is('boards.id', '<', after.id)]),
          ]),
        )
      const rows = await query.execute()
      const boards = rows.slice(0, limit).map((row) => ({ ...boardOf(row), openedAt: row.openedAt }))
      const last = boards.at(-1)
      return { boards, next: rows.length > limit && last ? writeCursor(last) : null }
    },

    async rename(id, name) {
      const row = await db
        .updateTable('boards')
        .set({ name, updated_at: Date.now() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row ? boardOf(row) : null
    },

    async remove(id) {
      const { numDeletedRows } = await db.deleteFrom('boards').where('id', '=', id).executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },

    async visited(id, identityId) {
      // A visit may race the board's deletion: then there is nothing to remember.
      await db
        .insertInto('visits')
        .columns(['board_id', 'identity_id', 'opened_at'])
        .expression((is) =>
          is
            .selectFrom('boards')
            .select((column) => [
              'boards.id',
              column.val(identityId).as('identity_id'),
              column.val(Date.now()).as('opened_at'),
            ])
            .where('boards.id', '=', id),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['identity_id', 'board_id'])
            .doUpdateSet((is) => ({ opened_at: is.ref('excluded.opened_at') })),
        )
        .execute()
    },
  }
}

/** A place in the list, opaque to callers: when the last board of the page changed, and its id. */
const writeCursor = ({ updatedAt, id }: BoardRow) => Buffer.from(`${updatedAt}.${id}`).toString('base64url')

function readCursor(cursor: string): { updatedAt: number; id: string } | null {
  const match = /^(\d{1,16})\.(.+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  return match ? { updatedAt: Number(match[1]), id: match[2]! } : null
}

export function sqliteIdentities(db: Kysely<Tables>): IdentityStore {
  const identityOf = (row: Selectable<Tables['identities']>): IdentityRow => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
  })
  return {
    async create({ id }) {
      const row = await db
        .insertInto('identities')
        .values({ id, name: null, created_at: Date.now() })
        .returningAll()
        .executeTakeFirstOrThrow()
      return identityOf(row)
    },
    async get(id) {
      const row = await db.selectFrom('identities').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? identityOf(row) : null
    },
    async rename(id, name) {
      const row = await db
        .updateTable('identities')
        .set({ name })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row ? identityOf(row) : null
    },
  }
}
