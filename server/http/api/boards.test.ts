import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { newBoardId } from '../../../lib/board/ids'
import type { BoardList, BoardSummary } from '../../../lib/protocol/api'
import { CLOSE } from '../../../lib/protocol/sync'
import { openStage, type Stage } from '../stage.fixture'

let stage: Stage
beforeAll(async () => void (stage = await openStage()))
afterAll(() => stage.close())

const names = (list: BoardList) => list.boards.map(({ name }) => name)

describe('boards', () => {
  test('a caller without a cookie becomes a guest, and owns what they make', async () => {
    const ana = stage.visitor()
    const response = await ana.api('POST', '/boards', { name: '  Été ✏️ ' })
    expect(response.status).toBe(201)
    expect(response.headers.get('set-cookie')).toMatch(/^ardoise=.+; HttpOnly; SameSite=Lax$/)
    const board = (await response.json()) as BoardSummary
    expect(response.headers.get('location')).toBe(`/api/v1/boards/${board.id}`)
    expect(board).toMatchObject({ name: 'Été ✏️', role: 'owner', people: 0 })
    expect(board.id).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(await ana.get(`/boards/${board.id}`)).toEqual(board)
    expect(new Date(board.createdAt).toISOString()).toBe(board.createdAt)
  })

  test('the document of a board carries its name', async () => {
    const ana = stage.visitor()
    const { id } = await ana.create('First')
    const nameOf = () => stage.rooms.read(id as never, (document) => document.meta.name)
    expect(await nameOf()).toBe('First')
    await ana.api('PATCH', `/boards/${id}`, { name: 'Second' })
    expect(await nameOf()).toBe('Second')
  })

  test('the list holds what the caller made, last changed first, in pages', async () => {
    const ana = stage.visitor()
    for (const name of ['one', 'two', 'three']) await ana.create(name)
    expect(names(await ana.get('/boards'))).toEqual(['three', 'two', 'one'])
    const first = await ana.get<BoardList>('/boards?limit=2')
    expect(names(first)).toEqual(['three', 'two'])
    const second = await ana.get<BoardList>(`/boards?limit=2&cursor=${encodeURIComponent(first.next!)}`)
    expect([names(second), second.next]).toEqual([['one'], null])
    expect(await stage.visitor().get('/boards')).toEqual({ boards: [], next: null })
  })

  test('a board that somebody else opened is on their list too', async () => {
    const [ana, ben] = [stage.visitor(), stage.visitor()]
    const { id } = await ana.create('Shared')
    await ben.send('GET', `/b/${id}`)
    const [board] = (await ben.get<BoardList>('/boards')).boards
    expect(board).toMatchObject({ id, name: 'Shared', role: 'edit' })
    expect(board!.openedAt).not.toBeNull()
  })

  test('[B40] a name is cleaned before it is kept, and one that is not visible is refused', async () => {
    const ana = stage.visitor()
    expect((await ana.create('A\u202Eb\u0000c')).name).toBe('Abc')
    expect(await ana.refusal(await ana.api('POST', '/boards', { name: '\u200B' }))).toBe('400 bad-request')
    expect(await ana.refusal(await ana.api('POST', '/boards', { name: 'x'.repeat(201) }))).toBe(
      '400 bad-request',
    )
  })

  test('deleting ends every connection for good and leaves nothing', async () => {
    const ana = stage.visitor()
    const { id } = await ana.create()
    const socket = new WebSocket(`ws://127.0.0.1:${stage.port}/sync/${id}`)
    await once(socket, 'message')
    const closed = once(socket, 'close')
    expect((await ana.api('DELETE', `/boards/${id}`)).status).toBe(204)
    expect((await closed)[0]).toBe(CLOSE.noSuchBoard)
    expect(await ana.refusal(await ana.api('GET', `/boards/${id}`))).toBe('404 no-such-board')
    expect((await ana.get<BoardList>('/boards')).boards).toEqual([])
  })
})

describe('[B58] roles by endpoint', () => {
  const ENDPOINTS = [
    ['GET', '', undefined],
    ['GET', '/export', undefined],
    ['PATCH', '', { name: 'renamed' }],
    ['POST', '/import', 'not a drawing'],
    ['DELETE', '', undefined],
  ] as const
  const EXPECTED = {
    owner: ['200', '200', '200', '400 file-unknown-format', '204'],
    edit: ['200', '200', '200', '400 file-unknown-format', '403 forbidden'],
    view: ['200', '200', '403 forbidden', '403 forbidden', '403 forbidden'],
    none: Array.from({ length: 5 }, () => '403 forbidden'),
    unknown: Array.from({ length: 5 }, () => '404 no-such-board'),
  }

  test.each(['none', 'view', 'edit'] as const)('a link that gives %s', async (defaultLinkRole) => {
    const house = await openStage({ config: { defaultLinkRole } })
    try {
      const [owner, other] = [house.visitor(), house.visitor()]
      const { id } = await owner.create()
      await other.create() // a guest with a cookie of their own
      const ask = async (who: typeof owner, board: string) => {
        const answers: string[] = []
        for (const [method, path, body] of ENDPOINTS) {
          const response = await who.api(method, `/boards/${board}${path}`, body)
          answers.push(response.ok ? String(response.status) : await who.refusal(response))
        }
        return answers
      }
      expect(await ask(other, newBoardId())).toEqual(EXPECTED.unknown)
      expect(await ask(other, id)).toEqual(EXPECTED[defaultLinkRole])
      expect(await ask(owner, id)).toEqual(EXPECTED.owner)
    } finally {
      await house.close()
    }
  })
})

describe('bad input', () => {
  test.each([
    '..%2F..%2Fetc%2Fpasswd',
    'a%2F..%2Fb',
    'a%00b',
    'x'.repeat(10_240),
    '%F0%9F%98%80',
    '__proto__',
    'constructor',
    'AAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAAA',
  ])('[B32] the id %s is an address where nothing is', async (id) => {
    const ana = stage.visitor()
    expect(await ana.refusal(await ana.api('GET', `/boards/${id}`))).toMatch(/^404 no-such-(board|page)$/)
  })

  const json = { 'content-type': 'application/json' }
  const nested = (depth: number) => `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`
  test.each<[string, string, BodyInit, Record<string, string>]>([
    ['depth 10 000', '400 too-deep', nested(10_000), json],
    ['depth 33', '400 too-deep', nested(32), json],
    ['depth 32', '400 bad-request', nested(31), json],
    ['brackets in a string are not depth', '400 bad-request', `{"n":"${'['.repeat(900)}"}`, json],
    ['an unfinished string', '400 malformed-json', '"\\"\\"\\"'.repeat(1000), json],
    ['over a megabyte', '413 too-large', `{"name":"${'x'.repeat(1024 * 1024)}"}`, json],
    ['not JSON', '400 malformed-json', '{name:1}', json],
    ['nothing', '400 malformed-json', '', json],
    ['UTF-16', '400 malformed-json', Buffer.from('{"name":"x"}', 'utf16le'), json],
    ['bytes that are no text', '400 malformed-json', Buffer.from([0x7b, 0xff, 0x7d]), json],
    ['a number beyond all', '400 bad-request', '{"name":1e999}', json],
    ['a prototype', '400 bad-request', '{"name":"x","__proto__":{"role":"owner"}}', json],
    ['a constructor', '400 bad-request', '{"name":"x","constructor":{"prototype":{}}}', json],
    ['another key', '400 bad-request', '{"name":"x","ownerId":"me"}', json],
    ['an array', '400 bad-request', '[]', json],
    ['null', '400 bad-request', 'null', json],
    ['a form', '415 not-json', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text that is JSON', '415 not-json', '{"name":"x"}', { 'content-type': 'text/plain' }],
  ])('[B59] %s', async (_, expected, body, headers) => {
    const ana = stage.visitor()
    expect(await ana.refusal(await ana.send('POST', '/api/v1/boards', { body, headers }))).toBe(expected)
    expect(ana.jar.cookie).toBeUndefined()
  })

  test('[B59] a name with half a character, and keys given twice, are made sound', async () => {
    const ana = stage.visitor()
    const body = '{"name":"first","name":"a\\ud800b"}'
    const response = await ana.send('POST', '/api/v1/boards', { body, headers: json })
    expect(((await response.json()) as BoardSummary).name).toBe('ab')
  })

  test.each([
    'limit=-1',
    'limit=0',
    'limit=101',
    'limit=1e9',
    'limit=NaN',
    'limit=1.5',
    'limit=1&limit=2',
    'limit[]=1',
    'id[]=1',
    'sort=__proto__',
    '__proto__=1',
    `cursor=${'x'.repeat(201)}`,
    'cursor=',
  ])('[B60] the query %s', async (query) => {
    const ana = stage.visitor()
    await ana.create()
    expect(await ana.refusal(await ana.api('GET', `/boards?${query}`))).toBe('400 bad-request')
  })

  test.each([`'; DROP TABLE boards; --`, '%', '0|x', `" OR 1=1`])(
    '[B60] the cursor %s finds nothing',
    async (cursor) => {
      const ana = stage.visitor()
      await ana.create('kept')
      const response = await ana.api('GET', `/boards?cursor=${encodeURIComponent(cursor)}`)
      expect([200, 400]).toContain(response.status)
      expect(names(await ana.get('/boards'))).toEqual(['kept'])
    },
  )

  test('what is not there says so', async () => {
    const ana = stage.visitor()
    expect(await ana.refusal(await ana.api('GET', '/nothing'))).toBe('404 no-such-page')
    const { id } = await ana.create()
    const pdf = await ana.api('GET', `/boards/${id}/export?format=pdf`)
    expect(await ana.refusal(pdf.clone())).toBe('400 unknown-format')
    expect(((await pdf.json()) as { detail: string }).detail).toContain('format=json')
  })
})
