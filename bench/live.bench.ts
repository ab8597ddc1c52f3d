/**
 * Ten people on a board: from the pointer event of the one who draws to the ink on the other's canvas, beside a
 * floor in the same run (a bare WebSocket relay and a page that draws a dot per message).
 */
import { createServer } from 'node:http'
import type { Page } from 'playwright'
import { io, type Socket } from 'socket.io-client'
import { WebSocketServer } from 'ws'
import { importBoard, median, newContext, percentile, report, withBoardServer } from './harness'
import { offerLayers, type Layers } from './layers'
import { scene, sceneFile } from './scene'

const PEOPLE = 10
const CURSOR_HZ = 30
const FRAME_MS = 1000 / 60
const MUST_REACH_MS = 2 * FRAME_MS + 20
const STROKES = 5
const STEPS = 24
const STEP_PX = 32
const STEP_MS = 60
/** Ink this close behind the pointer counts as the pointer's: smoothing trails it, and a stroke has a width. */
const TRAIL_PX = STEP_PX / 2
const [LEFT, TOP] = [340, 460]

/** Remember when each pointer move happened, in ms since the epoch. */
const recordMoves = (page: Page) =>
  page.evaluate(() => {
    const moves: { x: number; at: number }[] = []
    Object.assign(window, { moves })
    addEventListener(
      'pointermove',
      (e) => moves.push({ x: e.clientX, at: performance.timeOrigin + e.timeStamp }),
      { capture: true },
    )
  })

/** Each frame, find how far to the right the row at `TOP` has changed since the stroke began, and when. */
const watchInk = async (page: Page) => {
  await offerLayers(page)
  await page.evaluate(
    ([left, top, width]) => {
      const seen: { x: number; at: number }[] = []
      const { layers } = window as unknown as { layers: Layers }
      const row = () => layers.shownAt(left, top, width, 1)
      const before = row()
      /** Anti-aliasing of what lies below may differ a little when it is painted again; ink differs a lot. */
      const isInked = (now: Uint8ClampedArray, x: number) =>
        [0, 1, 2, 3].some((channel) => Math.abs(now[x * 4 + channel]! - before[x * 4 + channel]!) > 64)
      const reach = () => {
        const now = row()
        for (let x = width - 1; x > 0; x--) if (isInked(now, x)) return x
        return 0
      }
      let reached = 0
      Object.assign(window, {
        seen,
        restart: () => void ((reached = 0), (seen.length = 0)),
        isBare: () => reach() === 0,
      })
      requestAnimationFrame(function look() {
        const x = reach()
        if (x > reached) {
          reached = x
          seen.push({ x: left + x, at: performance.timeOrigin + performance.now() })
        }
        requestAnimationFrame(look)
      })
    },
    [LEFT, TOP, STEPS * STEP_PX + 40] as const,
  )
}

type Marks = { x: number; at: number }[]
async function latencies(from: Page, to: Page): Promise<number[]> {
  await recordMoves(from)
  await watchInk(to)
  const all: number[] = []
  for (let stroke = 0; stroke < STROKES; stroke++) {
    await from.mouse.move(LEFT, TOP)
    await to.evaluate(() => (window as unknown as { restart(): void }).restart())
    await from.evaluate(() => ((window as unknown as { moves: Marks }).moves.length = 0))
    await from.mouse.down()
    for (let step = 1; step <= STEPS; step++) {
      await from.mouse.move(LEFT + step * STEP_PX, TOP)
      await from.waitForFunction(
        (until) => performance.now() > until,
        (await from.evaluate(() => performance.now())) + STEP_MS - 20,
      )
    }
    await from.mouse.up()
    await to.waitForFunction(
      (x) => (window as unknown as { seen: Marks }).seen.some((mark) => mark.x >= x),
      LEFT + STEPS * STEP_PX - TRAIL_PX,
    )
    const moves = await from.evaluate(() => (window as unknown as { moves: Marks }).moves)
    const seen = await to.evaluate(() => (window as unknown as { seen: Marks }).seen)
    for (const move of moves) {
      if ((move.x - LEFT) % STEP_PX !== 0 || move.x <= LEFT) continue
      const mark = seen.find(({ x }) => x >= move.x - TRAIL_PX)
      if (mark) all.push(mark.at - move.at)
    }
    // The next stroke finds the same row bare: taken back, and seen to be gone.
    await from.keyboard.press('Control+z')
    await from.mouse.move(LEFT, TOP + 200)
    await to.waitForFunction(() => (window as unknown as { isBare(): boolean }).isBare())
  }
  return all
}

/** Eight more people whose cursors wander at 30 Hz. */
async function crowd(url: string, board: string): Promise<() => void> {
  const sockets: Socket[] = []
  for (let i = 0; i < PEOPLE - 2; i++) {
    const socket = io(url, { query: { board }, transports: ['websocket'], forceNew: true })
    await socket.emitWithAck('session:hello', {})
    sockets.push(socket)
  }
  let tick = 0
  const timer = setInterval(() => {
    tick++
    sockets.forEach((socket, i) =>
      socket.emit('live:cursor', [Math.sin(tick / 9 + i) * 400, Math.cos(tick / 7 + i) * 300]),
    )
  }, 1000 / CURSOR_HZ)
  return () => {
    clearInterval(timer)
    for (const socket of sockets) socket.disconnect()
  }
}

const FLOOR_PAGE = `<!doctype html><style>body{margin:0;overflow:hidden}</style><canvas width=1440 height=900></canvas><script>
const ctx=document.querySelector('canvas').getContext('2d'),ws=new WebSocket('ws://'+location.host);let queue=[],down=false
addEventListener('pointerdown',()=>down=true);addEventListener('keydown',e=>e.key==='z'&&send({clear:1}));addEventListener('pointerup',()=>down=false)
const send=m=>ws.send(JSON.stringify(m));addEventListener('pointermove',e=>{if(down)send({x:e.clientX,y:e.clientY})})
ws.onmessage=e=>queue.push(JSON.parse(e.data));requestAnimationFrame(function f(){for(const m of queue)if(m.clear)ctx.clearRect(0,0,1440,900);else if(m.x){ctx.fillRect(m.x-4,m.y-4,8,8)}queue=[];requestAnimationFrame(f)})
</script>`

async function withRelay<T>(run: (url: string) => Promise<T>): Promise<T> {
  const http = createServer((_, res) => res.setHeader('content-type', 'text/html').end(FLOOR_PAGE))
  const relay = new WebSocketServer({ server: http })
  relay.on('connection', (socket) =>
    socket.on('message', (data) =>
      relay.clients.forEach((other) => other !== socket && other.send(data.toString())),
    ),
  )
  await new Promise<void>((resolve) => http.listen(0, resolve))
  const address = http.address()
  try {
    return await run(`http://localhost:${typeof address === 'object' && address ? address.port : 0}`)
  } finally {
    relay.close()
    http.closeAllConnections()
    http.close()
  }
}

await withBoardServer(async (server, browser) => {
  const open = async (url: string) => {
    const page = await (await newContext(browser)).newPage()
    await page.goto(url)
    return page
  }
  const floor = await withRelay(async (url) => {
    const [a, b] = [await open(url), await open(url)]
    const result = await latencies(a, b)
    await a.context().close()
    await b.context().close()
    return result
  })

  const board = await importBoard(server, sceneFile('Live', scene(1)))
  const leave = await crowd(server.url, board)
  const [a, b] = [await open(`${server.url}/b/${board}`), await open(`${server.url}/b/${board}`)]
  for (const page of [a, b]) await page.getByText('Saved', { exact: true }).waitFor()
  await a.keyboard.press('p')
  const ours = await latencies(a, b)
  leave()

  const row = (name: string, all: number[]) => ({
    name,
    samples: all.length,
    p50: +median(all).toFixed(1),
    p95: +percentile(all, 0.95).toFixed(1),
  })
  const rows = [row('ours', ours), row('floor-relay', floor), { mustReachMs: +MUST_REACH_MS.toFixed(1) }]
  report('live', rows, ours.length >= (STROKES * STEPS) / 2 && median(ours) <= MUST_REACH_MS)
})
