import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openStage } from './stage.fixture'

async function open(options?: Parameters<typeof openStage>[0]) {
  const stage = await openStage(options)
  onTestFinished(() => stage.close())
  /** Sends bytes; resolves with all that is answered before the connection ends. */
  const say = async (request: string) => {
    const socket = connect(stage.port, '127.0.0.1').setEncoding('latin1')
    let answer = ''
    socket.on('data', (text: string) => void (answer += text)).on('error', () => {})
    const since = performance.now()
    socket.write(request, 'latin1')
    await once(socket, 'close')
    return { answer, ms: performance.now() - since }
  }
  return { stage, say }
}

const upgrade = (target: string, ...headers: string[]) =>
  [
    `GET ${target} HTTP/1.1`,
    'Host: draw.example.org',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '',
    '',
  ].join('\r\n')

test.each([
  '/',
  '/_next/webpack-hmr',
  'http://169.254.169.254/',
  '/sync',
  '/socket.io',
  '//elsewhere/sync/x',
])('[B33] an upgrade of %s is cut without an answer, and counted', async (target) => {
  const { stage, say } = await open()
  expect((await say(upgrade(target))).answer).toBe('')
  expect(await stage.metrics.text()).toContain(
    'ardoise_refusals_total{channel="upgrade",code="0",reason="path"} 1',
  )
})

test.each([
  ['2 000 headers', Array.from({ length: 2_000 }, (_, i) => `a${i}: 1`)],
  ['150 short headers', Array.from({ length: 150 }, () => 'a: 1')],
  ['32 KiB of spaces in the subprotocol', [`Sec-WebSocket-Protocol: a${' '.repeat(32 * 1024)}b`]],
])('[B34] %s are refused at once with 431, and counted', async (_, headers) => {
  const { stage, say } = await open()
  const { answer, ms } = await say(upgrade('/sync/x', ...headers))
  expect(answer).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/)
  expect(ms).toBeLessThan(500)
  expect(await stage.metrics.text()).toMatch(/ardoise_refusals_total\{channel="upgrade",code="431",[^}]*\} 1/)
})

test('what is not HTTP is answered with 400, and counted', async () => {
  const { stage, say } = await open()
  expect((await say('\x16\x03\x01\x02\x00 hello\r\n\r\n')).answer).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
  expect(await stage.metrics.text()).toContain('code="400",reason="not-http"} 1')
})

test.each(['/sync/x', '/socket.io/?EIO=4&transport=websocket'])(
  '[B35] an upgrade of %s from a page of another site is refused with 403 before it happens, and counted',
  async (target) => {
    const { stage, say } = await open()
    for (const origin of ['https://evil.example', 'null'])
      expect((await say(upgrade(target, `Origin: ${origin}`))).answer).toMatch(
        /^HTTP\/1.1 403 [^]*\r\n\r\n\S/,
      )
    expect((await say(upgrade(target, 'Cookie: ardoise=x'))).answer).toMatch(/^HTTP\/1.1 403 /)
    expect(await stage.metrics.text()).toContain(
      'ardoise_refusals_total{channel="upgrade",code="403",reason="origin"} 3',
    )
  },
)

test('[B45] a session that begins by requests costs what one by upgrade does; its later requests cost nothing', async () => {
  const { stage } = await open({ budgets: { joins: { times: 1, seconds: 60 } } })
  const ask = (query: string) => fetch(`${stage.url}/socket.io/?EIO=4&transport=polling${query}`)
  const first = await ask('')
  const { sid } = JSON.parse((await first.text()).slice(1)) as { sid: string }
  const refused = await ask('')
  expect([first.status, refused.status, refused.headers.get('retry-after')]).toEqual([
    200,
    429,
    expect.stringMatching(/^\d+$/),
  ])
  expect((await ask(`&sid=${sid}`)).status).toBe(200)
  expect(await stage.metrics.text()).toContain('code="429",reason="rate"} 1')
})

test('[B61] more than a classroom does is refused with 429, and counted', async () => {
  const { stage, say } = await open({ budgets: { joins: { times: 1, seconds: 60 } } })
  const asked = Array.from({ length: 2 }, () => say(upgrade('/sync/x', 'Origin: https://evil.example')))
  const answers = (await Promise.all(asked)).map(({ answer }) => answer.slice(9, 12))
  expect(answers.sort()).toEqual(['403', '429'])
  expect(await stage.metrics.text()).toContain('code="429",reason="rate"} 1')
})
