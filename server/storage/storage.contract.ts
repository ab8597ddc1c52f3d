import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { newBoardId, type BoardId } from '../../lib/board/ids'
import { contentHash, documentOf } from './snapshot'
import { StorageError, type Storage } from './storage'

/** What every storage promises; each implementation's test calls it with a way to open one. */
export function storageContract(
  name: string,
  open: () => Promise<{
    storage: Storage
    /** Another life of the server on the same data, which remembers so many of them. */
    restart: (livesKept: number) => Promise<Storage>
    end: () => Promise<void>
  }>,
) {
  describe(`${name} keeps the storage contract`, () => {
    let storage: Storage
    let restart: (livesKept: number) => Promise<Storage>
    let end: () => Promise<void>
    /** Fresh people in every test, since all tests share one storage. */
    let [ana, bea] = ['', '']
    beforeEach(() => void ([ana, bea] = [newBoardId(), newBoardId()]))
    beforeAll(async () => void ({ storage, restart, end } = await open()))
    afterAll(() => end())

    const newBoard = async (ownerId: string | null = null, boardName = 'Plan'): Promise<BoardId> =>
      (await storage.boards.create({ id: newBoardId(), name: boardName, ownerId })).id
    const textOf = (updates: readonly Uint8Array[]) => {
      const doc = new Y.Doc()
      for (const update of updates) Y.applyUpdate(doc, update)
      return doc.getMap('board').toJSON()
    }
    const edits = (count: number): Uint8Array[] => {
      const doc = new Y.Doc()
      const updates: Uint8Array[] = []
      doc.on('update', (update) => updates.push(update))
      for (let i = 0; i < count; i++) doc.getMap('board').set(`key${i % 7}`, i)
      return updates
    }

    test('a board is created, read, renamed and removed', async () => {
      const id = newBoardId()
      const made = await storage.boards.create({ id, name: 'Plan', ownerId: ana })
      expect(made).toMatchObject({ id, name: 'Plan', ownerId: ana })
      expect(await storage.boards.get(id)).toEqual(made)
      expect((await storage.boards.rename(id, 'Été ✏️'))?.name).toBe('Été ✏️')
      expect(await storage.boards.remove(id)).toBe(true)
      expect(await storage.boards.remove(id)).toBe(false)
      expect(await storage.boards.get(id)).toBeNull()
      expect(await storage.boards.rename(id, 'x')).toBeNull()
      expect(await storage.journal.load(id)).toBeNull()
    })

    test('identities are created, named and read', async () => {
      expect(await storage.identities.get(ana)).toBeNull()
      expect(await storage.identities.create({ id: ana })).toMatchObject({ id: ana, name: null })
      expect(await storage.identities.rename(ana, 'Ana')).toMatchObject({ name: 'Ana' })
      expect(await storage.identities.get(ana)).toMatchObject({ id: ana, name: 'Ana' })
      expect(await storage.identities.rename(bea, 'Bea')).toBeNull()
    })

    test('a list has what the person made or opened, and nothing else', async () => {
      const own = await newBoard(ana)
      const opened = await newBoard(bea)
      await newBoard(bea)
      await storage.boards.visited(opened, ana)
      await storage.boards.visited(newBoardId(), ana) // deleted meanwhile: no error, no entry
      const { boards, next } = await storage.boards.listFor(ana, { limit: 10, cursor: null })
      expect(new Set(boards.map((board) => board.id))).toEqual(new Set([own, opened]))
      expect(boards.find((board) => board.id === own)?.openedAt).toBeNull()
      expect(boards.find((board) => board.id === opened)?.openedAt).toBeGreaterThan(0)
      expect(next).toBeNull()
    })

    test('pages of a list follow one another without a gap, last changed first', async () => {
      const made: BoardId[] = []
      for (let i = 0; i < 7; i++) made.push(await newBoard(ana, `board ${i}`))
      await storage.journal.append(made[2]!, edits(1)[0]!)
      const seen: { id: string; updatedAt: number }[] = []
      let cursor: string | null = null
      do {
        const page = await storage.boards.listFor(ana, { limit: 3, cursor })
        seen.push(...page.boards)
        cursor = page.next
      } while (cursor !== null)
      expect(new Set(seen.map((board) => board.id))).toEqual(new Set(made))
      expect(seen).toHaveLength(7)
      const times = seen.map((board) => board.updatedAt)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    })

    test.each(['', '%%%', 'AAAA', Buffer.from('9'.repeat(40)).toString('base64url')])(
      'a cursor that is none (%j) starts from the beginning',
      async (cursor) => {
        await newBoard(ana)
        expect((await storage.boards.listFor(ana, { limit: 3, cursor })).boards).toHaveLength(1)
      },
    )

    test('what was appended is loaded, in order', async () => {
      const board = await newBoard()
      const updates = edits(40)
      const seqs = await Promise.all(updates.map((update) => storage.journal.append(board, update)))
      expect(seqs.map(({ seq }) => seq)).toEqual(updates.map((_, i) => i + 1))
      const stored = await storage.journal.load(board)
      expect(stored).toMatchObject({ ...seqs[39], tail: { rows: 40 } })
      expect(stored!.lives).toEqual([seqs[0]])
      expect(stored!.updates.map((update) => [...update])).toEqual(updates.map((update) => [...update]))
    })

    test('boards do not mix', async () => {
      const [one, two] = [await newBoard(), await newBoard()]
      const updates = edits(20)
      await Promise.all(updates.map((update, i) => storage.journal.append(i % 2 ? one : two, update)))
      expect((await storage.journal.load(one))!.updates).toHaveLength(10)
      expect((await storage.journal.load(two))!.updates).toHaveLength(10)
    })

    test('an append to no board is refused by its code, and others in the same flush are kept', async () => {
      const board = await newBoard()
      const [bad, good] = await Promise.allSettled([
        storage.journal.append(newBoardId(), edits(1)[0]!),
        storage.journal.append(board, edits(1)[0]!),
      ])
      expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'no-such-board' } })
      expect(bad.status === 'rejected' && bad.reason).toBeInstanceOf(StorageError)
      expect(good).toMatchObject({ status: 'fulfilled', value: { seq: 1 } })
    })

    test('compaction changes nothing that is read, again and again', async () => {
      const board = await newBoard()
      const updates = edits(90)
      const append = (from: number, to: number) =>
        Promise.all(updates.slice(from, to).map((update) => storage.journal.append(board, update)))
      for (const [from, to] of [
        [0, 30],
        [30, 60],
        [60, 90],
      ] as const) {
        await append(from, to)
        expect(await storage.journal.compact(board)).toBe('done')
        const stored = await storage.journal.load(board)
        expect(stored).toMatchObject({ seq: to, tail: { rows: 0, bytes: 0 } })
        expect(textOf(stored!.updates)).toEqual(textOf(updates.slice(0, to)))
      }
      expect(await storage.journal.compact(board)).toBe('skipped')
      expect(await storage.journal.compact(newBoardId())).toBe('skipped')
    })

    test('[K10] [F04] a log with a gap is folded as far as it is whole, and the gap may still be filled', async () => {
      const board = await newBoard()
      const doc = new Y.Doc()
      const updates: Uint8Array[] = []
      doc.on('update', (update) => updates.push(update))
      doc.getMap('board').set('lost', 1)
      doc.getMap('board').set('lost', 2) // builds on it, and so does
      doc.getMap('board').delete('lost')
      const other = new Y.Doc()
      other.on('update', (update) => updates.push(update))
      for (let i = 0; i < 20; i++) other.getMap('board').set(`key${i}`, i)
      const [lost, ...rest] = updates
      const seen = other.getMap('board').toJSON()
      const load = async () => (await storage.journal.load(board))!
      for (const [from, to] of [
        [0, 8],
        [8, 15],
        [15, rest.length],
      ] as const) {
        for (const update of rest.slice(from, to)) await storage.journal.append(board, update)
        expect(await storage.journal.compact(board)).toBe('done')
        const stored = await load()
        expect(stored.tail.rows).toBe(0)
        expect(stored.held.length).toBeGreaterThan(0)
        expect(Object.keys(textOf(stored.updates))).toHaveLength(to - 2)
      }
      expect(textOf((await load()).updates)).toEqual(seen)
      expect(await storage.journal.compact(board)).toBe('skipped')

      const client = (await load()).held.flatMap((update) => [...Y.decodeUpdate(update).ds.clients.keys()])
      expect(client).toEqual([doc.clientID]) // the deletion is not lost either
      await storage.journal.append(board, lost!)
      expect(await storage.journal.compact(board)).toBe('done')
      const mended = await load()
      expect(mended.held).toEqual([])
      expect(textOf(mended.updates)).toEqual(seen)
      const whole = new Y.Doc()
      for (const update of mended.updates) Y.applyUpdate(whole, update)
      expect(contentHash(whole)).toBe(contentHash(documentOf(updates)))
    })

    test('appends during a compaction are kept', async () => {
      const board = await newBoard()
      const updates = edits(200)
      await Promise.all(updates.slice(0, 100).map((update) => storage.journal.append(board, update)))
      const [outcome] = await Promise.all([
        storage.journal.compact(board),
        ...updates.slice(100).map((update) => storage.journal.append(board, update)),
      ])
      expect(outcome).toBe('done')
      expect(textOf((await storage.journal.load(board))!.updates)).toEqual(textOf(updates))
    })

    test('whoever loads while others append gets a beginning of the log, without a hole', async () => {
      const board = await newBoard()
      const updates = edits(120)
      const appends = updates.map((update) => storage.journal.append(board, update))
      const [stored] = await Promise.all([storage.journal.load(board), ...appends])
      expect(stored!.updates).toEqual(updates.slice(0, stored!.seq))
      expect((await storage.journal.load(board))!.updates).toEqual(updates)
    })

    test('a board that is removed while it is folded stays removed, and takes nothing in any more', async () => {
      const board = await newBoard()
      const updates = edits(60)
      await Promise.all(updates.map((update) => storage.journal.append(board, update)))
      const [outcome] = await Promise.all([storage.journal.compact(board), storage.boards.remove(board)])
      expect(['done', 'skipped']).toContain(outcome)
      expect(await storage.journal.load(board)).toBeNull()
      expect(await storage.journal.compact(board)).toBe('skipped')
      await expect(storage.journal.append(board, updates[0]!)).rejects.toMatchObject({
        code: 'no-such-board',
      })
    })

    test('[F35] however often the server is started, a board keeps no more than its newest lives', async () => {
      const board = await newBoard()
      const updates = edits(6)
      const places = [await storage.journal.append(board, updates[0]!)]
      for (const update of updates.slice(1)) {
        storage = await restart(3)
        expect((await storage.journal.load(board))!.epoch).toBe(places.at(-1)!.epoch) // only writing makes a life
        places.push(await storage.journal.append(board, update))
        await storage.journal.append(board, update)
      }
      const stored = await storage.journal.load(board)
      expect(stored!.lives).toEqual(places.slice(-3))
      expect(await storage.journal.compact(board)).toBe('done')
      expect((await storage.journal.load(board))!.lives).toEqual(places.slice(-3))
      expect(textOf((await storage.journal.load(board))!.updates)).toEqual(textOf(updates))
    })

    test('[F02] a storage closed at any moment of a folding has the same board when it is opened again', async () => {
      const board = await newBoard()
      const doc = new Y.Doc()
      const appends: Promise<unknown>[] = []
      doc.on('update', (update) => appends.push(storage.journal.append(board, update)))
      for (let round = 0; round < 6; round++) {
        // 1.5 MB more each time, so that it is written in several pieces.
        for (let i = 0; i < 30; i++) doc.getMap('board').set(`${round}.${i}`, 'x'.repeat(50_000))
        await Promise.all(appends.splice(0))
        const outcome = storage.journal.compact(board)
        await new Promise((resolve) => setTimeout(resolve, round * 15))
        storage = await restart(9)
        expect(['done', 'skipped']).toContain(await outcome)
        const stored = await storage.journal.load(board)
        expect(textOf(stored!.updates)).toEqual(doc.getMap('board').toJSON())
      }
      doc.getMap('board').set('last', true)
      await Promise.all(appends)
      expect(await storage.journal.compact(board)).toBe('done')
      expect(textOf((await storage.journal.load(board))!.updates)).toEqual(doc.getMap('board').toJSON())
    })

    test('client ids are small and not given twice', async () => {
      const ids = await Promise.all(Array.from({ length: 50 }, () => storage.leaseClientId()))
      expect(new Set(ids).size).toBe(50)
      expect(ids.every((id) => id > 0 && id < 65_536)).toBe(true)
    })

    test('ping answers', () => storage.ping())
  })
}
