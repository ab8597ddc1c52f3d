import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BoardList, ImportReport } from '../../../lib/protocol/api'
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
