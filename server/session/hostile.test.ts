import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { err, newBoardId } from '../../lib/board/ids'
import { Metrics } from '../observe/metrics'
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

test(
  '[B45] a thousand sessions by requests that never say what they are for are gone after 5 s',
  { timeout: 60_000 },
  async () => {
    const metrics = new Metrics()
    const busy = await stage({ deps: { metrics } })
    const url = `http://127.0.0.1:${busy.port}/socket.io/?board=${busy.board}&EIO=4&transport=polling`
    const open = async () =>
      Number(
        /^ardoise_connections\{channel="session",transport="polling"\} (\d+)/m.exec(
          await metrics.text(),
        )?.[1],
      )
    const sids = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const text = await (await fetch(url)).text()
        return (JSON.parse(text.slice(1)) as { sid: string }).sid
      }),
    )
    expect(new Set(sids).size).toBe(1_000)
    expect(await open()).toBe(1_000)
    const honest = busy.open({ cookie: 'honest' })
    await honest.until(() => honest.peers.length === 1) // nobody has joined the board
    await expect.poll(open, { timeout: 15_000 }).toBe(0)
    expect((await fetch(`${url}&sid=${sids[0]!}`)).status).toBe(400)
    expect((await honest.hello()).ok).toBe(true)
    await busy.close()
  },
)

test('[B45] one person has twenty tabs on a board, and the next is told why not', async () => {
  const tabs = Array.from({ length: 20 }, () => s.open({ cookie: 'many' }))
  await witness.until(() => witness.peers.length === 21)
  const late = s.open({ cookie: 'many' })
  await late.until(() => late.all('connect_error').length === 1)
  expect(late.all('connect_error')).toEqual([{ code: 'too-many-sessions' }])
  expect(tabs.filter(({ socket }) => !socket.connected)).toEqual([])
})

test('[B46] nobody joins a room by asking: a session is on its own board and nowhere else', async () => {
  const tab = s.open({ cookie: 'a' })
  await tab.until(() => tab.peers.length === 2)
  const rooms = Array.from({ length: 1_000 }, () => `board:${newBoardId()}`)
  const answers = await Promise.all(
    rooms.map((room, i) => tab.ask(['join', 'subscribe', 'room', 'board:join'][i % 4]!, room)),
  )
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"ok":false,"error":{"code":"malformed"}}']),
  )
  for (const room of rooms) expect(s.session.peopleOn(room.slice('board:'.length))).toBe(0)
  expect(s.session.peopleOn(s.board)).toBe(2)
})

test('[B51] nobody takes over a session by naming it: whoever connects is let in anew', async () => {
  const known = s.open({ cookie: 'known' })
  await known.until(() => known.peers.length === 2)
  const socket = new WebSocket(
    `ws://127.0.0.1:${s.port}/socket.io/?EIO=4&transport=websocket&board=${s.board}`,
  )
  const said: string[] = []
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      said.push(data.toString())
      if (said.length === 1)
        socket.send(`40${JSON.stringify({ pid: known.socket.id, offset: known.socket.id })}`)
      if (said.at(-1)!.startsWith('40')) resolve()
    })
  })
  const { sid, pid } = JSON.parse(said.at(-1)!.slice(2)) as { sid: string; pid?: string }
  expect([sid === known.socket.id, pid]).toEqual([false, undefined])
  // Three people, the newcomer a guest of its own, and whoever was named goes on.
  await witness.until(() => witness.peers.length === 3)
  expect(new Set(witness.peers.map(({ person }) => person)).size).toBe(3)
  expect((await known.hello()).ok).toBe(true)
  socket.close()
  await witness.until(() => witness.peers.length === 2)
})
