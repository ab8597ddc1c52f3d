import { connect } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../../lib/board/ids'
import type { BoardList, ImportReport } from '../../../lib/protocol/api'
import { StorageError, type Storage } from '../../storage/storage'
import { openStage, type Stage } from '../stage.fixture'

let stage: Stage
beforeAll(async () => void (stage = await openStage()))
afterAll(() => stage.close())

/** A drawing as Excalidraw saves it: `count` boxes in a row, and one element that nobody knows. */
const excalidraw = (count: number) =>
  JSON.stringify({
    type: 'excalidraw',
    version: 2,
    elements: [
      ...Array.from({ length: count }, (_, index) => ({
        id: `box-${index}`,
        type: 'rectangle',
        x: index * 120,
        y: 40,
        width: 100,
        height: 60,
        angle: 0,
        strokeColor: '#1e1e1e',
        backgroundColor: 'transparent',
        fillStyle: 'solid',
        strokeWidth: 2,
        strokeStyle: 'solid',
        opacity: 100,
        groupIds: [],
        isDeleted: false,
      })),
      { id: 'strange', type: 'hologram', x: 0, y: 0, width: 1, height: 1 },
    ],
  })
const octets = { 'content-type': 'application/octet-stream' }
const importNew = (who: ReturnType<Stage['visitor']>, name: string, body: string) =>
  who.send('POST', `/api/v1/boards/import?name=${encodeURIComponent(name)}`, { body, headers: octets })

test('a file becomes a board of its name, and every element is accounted for', async () => {
  const ana = stage.visitor()
  const response = await importNew(ana, 'Garden plan.excalidraw', excalidraw(3))
  expect(response.status).toBe(201)
  const report = (await response.json()) as ImportReport
  expect(report).toMatchObject({ imported: 3, skipped: [{ type: 'hologram', id: 'strange' }] })
  expect(report.skipped[0]!.codes).toEqual(['unknown-type'])
  expect(await ana.get(`/boards/${report.id}`)).toMatchObject({ name: 'Garden plan', role: 'owner' })
})

test('export, import, export again is byte-equal', async () => {
  const ana = stage.visitor()
  const { id } = (await (await importNew(ana, 'a.excalidraw', excalidraw(40))).json()) as ImportReport
  const exported = await ana.api('GET', `/boards/${id}/export?format=json`)
  expect(exported.headers.get('content-disposition')).toBe(
    `attachment; filename="a.ardoise.json"; filename*=UTF-8''a.ardoise.json`,
  )
  const first = await exported.text()
  const copy = (await (await importNew(ana, 'b.ardoise.json', first)).json()) as ImportReport
  expect(copy).toMatchObject({ imported: 40, changed: [], skipped: [] })
  expect(await (await ana.api('GET', `/boards/${copy.id}/export`)).text()).toBe(first)
})

test('a large file is read beside the event loop, in transactions that fit', async () => {
  const ana = stage.visitor()
  const file = excalidraw(1_300)
  expect(file.length).toBeGreaterThan(256 * 1024)
  const report = (await (await importNew(ana, 'large.excalidraw', file)).json()) as ImportReport
  expect(report.imported).toBe(1_300)
  expect(await stage.rooms.read(report.id as never, (document) => document.size)).toBe(1_300)
})

test('a file is added to what a board holds', async () => {
  const ana = stage.visitor()
  const { id } = await ana.create()
  for (const expected of [2, 4]) {
    const response = await ana.send('POST', `/api/v1/boards/${id}/import?name=x.excalidraw`, {
      body: excalidraw(2),
      headers: octets,
    })
    expect(response.status).toBe(200)
    expect(await stage.rooms.read(id as never, (document) => document.size)).toBe(expected)
  }
})

test('the same file twice at once is twice on the board', async () => {
  const ana = stage.visitor()
  const { id } = await ana.create()
  const path = `/api/v1/boards/${id}/import`
  const answers = await Promise.all(
    [1, 2].map(() => ana.send('POST', path, { body: excalidraw(700), headers: octets })),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await stage.rooms.read(id as BoardId, (document) => document.size)).toBe(1_400)
})

/** A server whose disk is full whenever the test says so: `room` is how many more rows fit. */
async function stageWithDisk() {
  const disk = { room: Infinity }
  const refuse = () => Promise.reject(new StorageError('full', 'no space left on the device'))
  const small = await openStage({
    storage: (real): Storage => ({
      ...real,
      boards: { ...real.boards, remove: (id) => (disk.room > 0 ? real.boards.remove(id) : refuse()) },
      journal: {
        ...real.journal,
        append: (board, update) => (disk.room-- > 0 ? real.journal.append(board, update) : refuse()),
      },
    }),
  })
  onTestFinished(() => small.close())
  return { small, disk }
}

test('[F05] [K4] what storage did not take in of a file is taken back, and tried again it is there once', async () => {
  const { small, disk } = await stageWithDisk()
  const ana = small.visitor()
  const { id } = await ana.create()
  const board = id as BoardId
  const add = () =>
    ana.send('POST', `/api/v1/boards/${id}/import`, { body: excalidraw(1_300), headers: octets })
  const size = () => small.rooms.read(board, (document) => document.size)
  expect((await ana.send('POST', `/api/v1/boards/${id}/import`, { body: excalidraw(2) })).status).toBe(200)
  let most = 0
  await small.rooms.read(board, ({ doc }) =>
    doc.on('update', () => (most = Math.max(most, doc.getMap('shapes').size))),
  )
  disk.room = 1
  expect(await ana.refusal(await add())).toBe('507 storage-full')
  expect([most, await size()]).toEqual([1_002, 2])
  expect(await ana.refusal(await add())).toBe('507 storage-full')
  expect(most).toBe(1_002) // while storage fails nothing is begun

  disk.room = Infinity
  await small.rooms.settled(board)
  expect(await size()).toBe(2)
  expect((await add()).status).toBe(200)
  expect(await size()).toBe(1_302)
})

test('[F05] a board that was to be made of a file that storage did not take in goes when storage is well again', async () => {
  const { small, disk } = await stageWithDisk()
  const ana = small.visitor()
  const boards = async () => (await ana.get<BoardList>('/boards')).boards
  const kept = await ana.create()
  disk.room = 2
  expect(await ana.refusal(await importNew(ana, 'large.excalidraw', excalidraw(1_300)))).toBe(
    '507 storage-full',
  )
  const half = (await boards()).find(({ id }) => id !== kept.id)!
  expect(await small.rooms.read(half.id as BoardId, (document) => document.size)).toBe(0)
  disk.room = Infinity
  await expect.poll(async () => (await boards()).map(({ id }) => id), { timeout: 15_000 }).toEqual([kept.id])
})

test('[B27] a file that does not fit on the board any more is refused whole, one that does is added in frames that fit', async () => {
  const ana = stage.visitor()
  const { id } = await ana.create()
  const board = id as BoardId
  await stage.rooms.edit(board, ({ doc }) => {
    for (let part = 0; part < 4; part++)
      doc.getMap('board').set(`part${part}`, new Uint8Array(16 * 1024 * 1024 - 50_000))
  })
  const add = (count: number) =>
    ana.send('POST', `/api/v1/boards/${id}/import`, { body: excalidraw(count), headers: octets })
  const sizes: number[] = []
  await stage.rooms.read(board, ({ doc }) => doc.on('update', (update) => sizes.push(update.length)))
  expect(await ana.refusal(await add(1_300))).toBe('422 board-full')
  expect(sizes).toEqual([])
  expect((await add(300)).status).toBe(200)
  expect(Math.max(...sizes)).toBeLessThan(300 * 1024)
  expect(await stage.rooms.read(board, (document) => document.size)).toBe(300)
})

test.each([
  ['not JSON', 'hello', '400 file-not-json'],
  ['too deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, '400 file-too-deep'],
  ['another program’s', '{"type":"sketch"}', '400 file-unknown-format'],
  ['a newer version', '{"type":"ardoise","version":999,"board":{},"shapes":[]}', '400 file-too-new'],
])('[B66] a file that is %s is refused whole', async (_, body, expected) => {
  const ana = stage.visitor()
  const { id } = await ana.create('untouched')
  const before = await (await ana.api('GET', `/boards/${id}/export`)).text()
  const onto = await ana.send('POST', `/api/v1/boards/${id}/import`, { body, headers: octets })
  expect(await ana.refusal(onto)).toBe(expected)
  expect(await ana.refusal(await importNew(ana, 'x', body))).toBe(expected)
  expect(await (await ana.api('GET', `/boards/${id}/export`)).text()).toBe(before)
  expect((await ana.get<BoardList>('/boards')).boards).toHaveLength(1)
})

test('[B66] a body that says it is over 100 MB is refused before it is sent', async () => {
  const socket = connect(stage.port, '127.0.0.1')
  const size = 100 * 1024 * 1024 + 1
  socket.write(`POST /api/v1/boards/import HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`)
  const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  socket.destroy()
  expect(head).toMatch(/^HTTP\/1\.1 413 /)
  expect(head).toContain('too-large')
})
