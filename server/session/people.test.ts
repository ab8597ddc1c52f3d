import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Result } from '../../lib/board/ids'
import { stage, type Stage, type Tab } from './stage.fixture'

let s: Stage
beforeEach(async () => void (s = await stage({ roles: { viewer: 'view', owner: 'owner', stranger: null } })))
afterEach(() => s.close())

const named = async (tab: Tab, name: string) =>
  (await tab.ask('person:rename', { name })) as Result<{ name: string }>

test('hello answers who I am, who is here, my role and the name of the board', async () => {
  const ana = s.open({ cookie: 'owner', key: 'K'.repeat(22) })
  const bob = s.open({ cookie: 'viewer' })
  await ana.until(() => ana.peers.length === 2)
  const hello = await ana.hello()
  if (!hello.ok) throw new Error(hello.error.code)
  expect(hello.value).toMatchObject({
    role: 'owner',
    boardName: 'Retro',
    serverVersion: '1.2.3',
    sessionKey: 'K'.repeat(22),
  })
  expect(hello.value.peers.map((peer) => peer.id)).not.toContain(hello.value.self.id)
  expect(hello.value.peers).toHaveLength(1)
  const other = await bob.hello()
  expect(other.ok && other.value.role).toBe('view')
  expect(other.ok && other.value.sessionKey.length).toBeGreaterThan(21)
})

test('[B40] a second Ana becomes Ana 2, and is kept as Ana for other boards', async () => {
  const [one, two] = [s.open({ cookie: 'a' }), s.open({ cookie: 'b' })]
  await two.until(() => two.peers.length === 2)
  expect(await named(one, 'Ana')).toEqual({ ok: true, value: { name: 'Ana' } })
  expect(await named(two, ' \u202eAn\u200ba\u0000 ')).toEqual({ ok: true, value: { name: 'Ana 2' } })
  await one.until(() => one.names.includes('Ana 2'))
  expect([...s.names]).toEqual([['a', 'Ana'], ['b', 'Ana']]) // prettier-ignore
  expect(await named(one, '\u200b\u202e')).toEqual({ ok: false, error: { code: 'malformed' } })
  expect(one.names.sort()).toEqual(['Ana', 'Ana 2'])
})

test('[B65] name, colour and role are the server’s word: nothing in the payload is believed', async () => {
  const viewer = s.open({ cookie: 'viewer' })
  await viewer.until(() => viewer.socket.connected)
  const claim = { person: 'owner', role: 'owner' }
  expect(await viewer.ask('session:hello', claim)).toEqual({ ok: false, error: { code: 'malformed' } })
  expect(await viewer.ask('person:rename', { name: 'x', person: 'owner' })).toEqual({
    ok: false,
    error: { code: 'malformed' },
  })
})

test('guests are numbered, tabs of one person share name and colour', async () => {
  const [first, second, tab] = [s.open({ cookie: 'a' }), s.open(), s.open({ cookie: 'a' })]
  await first.until(() => first.peers.length === 3)
  expect([...new Set(first.names)].sort()).toEqual(['Guest', 'Guest 2'])
  expect(first.peers.map((peer) => peer.guest).sort()).toEqual([1, 1, 2].sort())
  const people = new Map(first.peers.map((peer) => [peer.person, peer.colour]))
  expect(people.size).toBe(2)
  expect(new Set(people.values()).size).toBe(2)
  expect(s.session.peopleOn(s.board)).toBe(2)
  for (const one of [second, tab]) one.socket.disconnect()
  await first.until(() => first.peers.length === 1)
  expect(s.session.peopleOn(s.board)).toBe(1)
})

test('[K21][F22] the same tab connecting again takes the place of its old socket', async () => {
  const key = 'tab-key-'.padEnd(22, 'x')
  const other = s.open()
  const [old, young] = [s.open({ key, cookie: 'a' }), null as Tab | null]
  await other.until(() => other.peers.length === 2)
  const before = other.peers.find((peer) => peer.guest === 2)?.id ?? other.peers[1]!.id
  const again = young ?? s.open({ key, cookie: 'a' })
  await old.until(() => old.all('disconnect').length === 1)
  await again.until(() => again.peers.length === 2)
  expect(again.peers.map((peer) => peer.id)).toContain(before)
  expect(s.session.sessionOf(key)?.identity?.id).toBe('a')
})

test('[B53] an unknown board, a strange id and a person without a role are refused with a code', async () => {
  const refusals = [
    [{ board: 'B'.repeat(22) }, 'no-such-board'],
    [{ board: '../../etc/passwd' }, 'no-such-board'],
    [{ cookie: 'stranger' }, 'forbidden'],
  ] as const
  for (const [options, code] of refusals) {
    const tab = s.open(options)
    await tab.until(() => tab.all('connect_error').length)
    expect(tab.all('connect_error')).toEqual([{ code }])
  }
})

test('programs on /sync appear as API, a tab’s own connection does not', async () => {
  const key = 'tab-key-'.padEnd(22, 'y')
  const tab = s.open({ key })
  await tab.until(() => tab.peers.length === 1)
  s.session.setPrograms(s.board, [
    { id: 'p1', sessionKey: null },
    { id: 'p2', sessionKey: key },
  ])
  await tab.until(() => tab.peers.length === 2)
  expect(tab.peers.at(-1)).toMatchObject({ id: 'p1', name: 'API', isProgram: true })
  s.session.setPrograms(s.board, [])
  await tab.until(() => tab.peers.length === 1)
})

test('renaming, deletion, storage health and refusals reach whom they concern', async () => {
  const key = 'tab-key-'.padEnd(22, 'z')
  const [mine, other] = [s.open({ key }), s.open()]
  await mine.until(() => mine.peers.length === 2)
  s.session.boardRenamed(s.board, 'Sprint 42')
  s.session.storageHealth({ ok: false, code: 'full' })
  s.session.boardFill(s.board, 85)
  s.session.notifyRefused(key, { code: 'too-large', shapes: ['a'] })
  s.session.notifyRefused(null, { code: 'too-large', shapes: ['b'] })
  await mine.until(() => mine.all('sync:refused').length)
  expect(mine.all('sync:refused')).toEqual([{ code: 'too-large', shapes: ['a'] }])
  expect(mine.all('storage:health')).toEqual([{ ok: false, code: 'full' }])
  expect(mine.all('board:renamed')).toEqual([{ name: 'Sprint 42' }])
  const hello = await other.hello()
  expect(hello.ok && hello.value.boardName).toBe('Sprint 42')
  const late = s.open()
  await late.until(() => late.all('storage:health').length)
  expect(late.all('storage:health')).toEqual([{ ok: false, code: 'full' }])
  await late.until(() => late.all('board:fill').length)
  expect([mine.all('board:fill'), late.all('board:fill')], '[B27]').toEqual([[85], [85]])
  s.session.boardFill(s.board, null)
  await late.until(() => late.all('board:fill').length > 1)
  expect(late.all('board:fill')).toEqual([85, null])
  s.session.boardDeleted(s.board)
  await other.until(() => other.all('disconnect').length)
  expect(other.all('board:deleted')).toHaveLength(1)
  expect(other.all('sync:refused')).toEqual([])
})
