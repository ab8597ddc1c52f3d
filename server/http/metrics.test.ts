import { expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../lib/board/ids'
import { mayReadMetrics } from './metrics'
import { openStage } from './stage.fixture'

const token = 'a-token-of-the-operator-that-is-long'
const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  socket: { remoteAddress },
  headers,
})

test('the figures are for this machine, and for whoever has the token', () => {
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
    expect(mayReadMetrics(from(address), token)).toBe(true)
  for (const address of ['10.0.0.7', '192.168.1.5', '203.0.113.9', '::ffff:10.0.0.7', 'fe80::1', ''])
    expect(mayReadMetrics(from(address), token)).toBe(false)
  expect(mayReadMetrics(from('203.0.113.9', { authorization: `Bearer ${token}` }), token)).toBe(true)
  expect(mayReadMetrics(from('127.0.0.1', { authorization: 'Bearer guessed' }), token)).toBe(false)
})

test('everybody behind a proxy on this machine is somebody from elsewhere', () => {
  for (const header of ['forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'via'])
    expect(mayReadMetrics(from('127.0.0.1', { [header]: '203.0.113.9' }), token)).toBe(false)
})

test('they are what Prometheus reads, and name no board', async () => {
  const stage = await openStage()
  onTestFinished(() => stage.close())
  const id = (await stage.visitor().create('Secret plan')).id as BoardId
  await stage.rooms.edit(id, (document) => document.setName('Secret plan'))
  // As Socket.IO does: hello, and then one message.
  const session = `${stage.url}/socket.io/?EIO=4&transport=polling&board=${id}`
  const { sid } = JSON.parse((await (await fetch(session)).text()).slice(1)) as { sid: string }
  await fetch(`${session}&sid=${sid}`, { method: 'POST', body: '40' })
  const answer = await fetch(`${stage.url}/metrics`)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/)
  const text = await answer.text()
  for (const line of text.trim().split(/\n+/))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [-+\d.eINFa]+)$/)
  for (const name of ['rooms', 'unsaved_bytes', 'outbox_bytes', 'frames_total', 'commit_seconds_bucket'])
    expect(text).toContain(`\nardoise_${name}`)
  expect(text).toContain('\nardoise_rooms 1\n')
  expect(text).toContain('ardoise_frames_total{channel="session",direction="in",kind="message"} 1\n')
  expect(text).not.toContain(id)
  expect(text).not.toContain('Secret')
  const elsewhere = await fetch(`${stage.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect([elsewhere.status, elsewhere.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
})
