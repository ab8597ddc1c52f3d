import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { err } from '../../lib/board/ids'
import { stage, type Stage, type Tab } from './stage.fixture'

let s: Stage
let witness: Tab
beforeEach(async () => {
  s = await stage()
  witness = s.open({ cookie: 'witness' })
  await witness.until(() => witness.peers.length === 1)
})
afterEach(async () => {
  // Whatever was sent: nobody else noticed, and the server still answers.
  const hello = await witness.hello()
  const drops = witness.all('disconnect')
  await s.close()
  expect([hello.ok, drops]).toEqual([true, []])
})

/** A raw connection that has joined the board as Socket.IO does, to say what no honest client says. */
async function raw(): Promise<{ socket: WebSocket; closed: Promise<void> }> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${s.port}/socket.io/?EIO=4&transport=websocket&board=${s.board}`,
  )
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (data.toString().startsWith('0')) socket.send('40{}')
      if (data.toString().startsWith('40')) resolve()
    })
  })
  return { socket, closed }
}

const GARBAGE: [string, ...(string | Buffer)[]][] = [
  ['[B44] a reserved event name', '42["disconnect","x"]'],
  ['[B44] connect as an event', '42["connect"]'],
  ['[B44] an object as event name', '42[{"toString":"x"},1]'],
  ['[B44] no event name', '42[]'],
  ['[B44] not JSON', '42["person:rename",{'],
  ['[B44] an unknown packet type', '49'],
  [
    '[B44] a placeholder for an attachment that is not there',
    '451-["x",{"_placeholder":true,"num":"y"}]',
    Buffer.from([1]),
  ],
  ['[B44] more attachments than allowed', '45999999-["x"]'],
  ['[B44] an attachment nobody announced', Buffer.from([1, 2, 3])],
  ['[B44] an unknown engine packet', 'zzz'],
]
test.each(GARBAGE)('%s closes that connection', async (_, ...frames) => {
  const { socket, closed } = await raw()
  await witness.until(() => witness.peers.length === 2)
  for (const frame of frames) socket.send(frame)
  await closed
  await witness.until(() => witness.peers.length === 1)
})

test('[B44] unknown events are answered and run nothing', async () => {
  for (const name of ['error', '__proto__', 'constructor', 'sync:refused', 'x'.repeat(1000)])
    expect(await witness.ask(name, {})).toEqual({ ok: false, error: { code: 'malformed' } })
})

test('[B47] a flood is closed', async () => {
  const { socket, closed } = await raw()
  for (let n = 0; n < 10_000; n++) socket.send('42["live:cursor",[1,1]]')
  await closed
})

test('[B47] a single event is limited long before that, and says so', async () => {
  const tab = s.open({ cookie: 'a' })
  await tab.until(() => tab.socket.connected)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => tab.ask('person:rename', { name: `A${n}` })),
  )
  expect(answers).toContainEqual({ ok: false, error: { code: 'too-fast' } })
  expect(answers.filter((answer) => (answer as { ok: boolean }).ok).length).toBeLessThan(10)
})

test('[B45] a message of a megabyte and one is not read', async () => {
  const { socket, closed } = await raw()
  socket.send('42["person:rename",{"name":"' + 'x'.repeat(1_000_001) + '"}]')
  await closed
})

test('[B45] old protocols, JSONP, unknown sessions and oversized posts are refused', async () => {
  const at = (query: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${s.port}/socket.io/?board=${s.board}&${query}`, init).then(
      (answer) => answer.status,
    )
  expect(await at('EIO=3&transport=polling')).toBe(400)
  expect(await at('EIO=4&transport=polling&j=1')).toBe(403)
  expect(await at('EIO=4&transport=polling&sid=nope')).toBe(400)
  const open = await fetch(`http://127.0.0.1:${s.port}/socket.io/?board=${s.board}&EIO=4&transport=polling`)
  const { sid } = JSON.parse((await open.text()).slice(1)) as { sid: string }
  const body = 'x'.repeat(1_000_001)
  expect(await at(`EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body })).toBe(413)
})

test('long-polling works where WebSockets are blocked', async () => {
  const tab = s.open({ transports: ['polling'] })
  await tab.until(() => tab.peers.length === 2)
  expect((await tab.hello()).ok).toBe(true)
})

test('[B35] a wrong origin is refused before the upgrade, over both transports', async () => {
  const detail = 'Requests from elsewhere are not accepted here.'
  const strict = await stage({
    deps: {
      access: {
        identify: () => Promise.resolve(null),
        roleOn: () => 'edit',
        checkOrigin: () => err({ code: 'wrong-origin', detail }),
      },
    },
  })
  const url = `127.0.0.1:${strict.port}/socket.io/?EIO=4&board=${strict.board}`
  const polled = await fetch(`http://${url}&transport=polling`)
  expect([polled.status, ((await polled.json()) as { message: string }).message]).toEqual([403, detail])
  const status = await new Promise((resolve) => {
    new WebSocket(`ws://${url}&transport=websocket`)
      .on('unexpected-response', (_, response) => resolve(response.statusCode))
      .on('error', () => {})
  })
  expect(status).toBe(403)
  await strict.close()
})
