/**
 * People on a server, in a process of their own, who do as they are told: `CrowdMethods`, called through `Crowd`. What
 * they spend is told too, so that a figure that is theirs and not the server's can be seen to be.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { Artist } from './artist'
import { Client, type Address } from './client'
import { barrier, dialects } from './dialect'
import { Histogram } from './histogram'

const LOOP_RESOLUTION_MS = 5
/** Somebody whose connection was refused or lost tries again after up to so long. */
const RETRY_MS = 500

export interface Effort {
  /** Share of one core that the process used, 1 is all of it. */
  readonly processor: number
  /** How long its event loop was held up, 99th percentile. */
  readonly loopP99Ms: number
}
export interface Heard {
  readonly latencies: [bucket: number, count: number][]
  /** Edits that came, of the one who got fewest and of the one who got most; those who draw left out. */
  readonly fewest: number
  readonly most: number
  readonly total: number
  /** Connections that were closed by the other side. */
  readonly closed: number
  readonly effort: Effort
}
export interface Drawn {
  readonly edits: number
  /** From an edit to the answer that it is on the disk. */
  readonly saved: [bucket: number, count: number][]
  readonly unsaved: number
}
export interface Opened {
  readonly ms: number
  readonly bytes: number
}

let clients: Client[] = []
let artists: Drawing[] = []
let latencies = new Histogram()
let closed = 0
let isLeaving = false
const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
loop.enable()
let since = { cpu: process.cpuUsage(), at: performance.now() }

const hear = (ageMs: number) => latencies.add(ageMs)
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** An artist, their connection, and what they know to be saved. */
class Drawing {
  readonly client: Client
  readonly #artist: Artist
  #timer: NodeJS.Timeout | undefined
  edits = 0
  saved = new Histogram()
  /** When each edit that is not known to be saved was made. */
  #waiting: number[] = []
  #barrier: { readonly n: number; readonly covers: number } | null = null
  #lastBarrier = 0

  constructor(address: Address, seed: number) {
    this.#artist = new Artist(seed)
    this.client = new Client(address, {
      onMark: hear,
      onClose: () => !isLeaving && closed++,
      onBarrier: (n, isDurable) => this.#onBarrier(n, isDurable),
    })
  }

  get unsaved(): number {
    return this.#waiting.length
  }
  draw(asksForBarriers: boolean): void {
    const at = performance.now()
    this.client.sendUpdate(this.#artist.draw())
    this.edits++
    if (!asksForBarriers) return
    this.#waiting.push(at)
    this.#ask()
  }
  begin(hz: number, delayMs: number, asksForBarriers: boolean): void {
    const from = performance.now() + delayMs
    let due = 0
    this.#timer = setInterval(() => {
      for (; due < ((performance.now() - from) / 1000) * hz; due++) this.draw(asksForBarriers)
    }, 4)
  }
  end(): void {
    clearInterval(this.#timer)
  }

  /** As our client does: at once when none is on its way, else one for all that came meanwhile. */
  #ask(): void {
    if (this.#barrier || this.#waiting.length === 0) return
    this.#barrier = { n: ++this.#lastBarrier, covers: this.#waiting.length }
    this.client.send(barrier(this.#lastBarrier))
  }
  #onBarrier(n: number, isDurable: boolean): void {
    if (n !== this.#barrier?.n || !isDurable) return
    const now = performance.now()
    for (const at of this.#waiting.splice(0, this.#barrier.covers)) this.saved.add(now - at)
    this.#barrier = null
    this.#ask()
  }
}

/** The Yjs update inside a sync message of either dialect. */
function updateIn(message: Buffer, { dialect }: Address): Uint8Array {
  const decoder = decoding.createDecoder(message)
  if (dialect === 'hocuspocus') decoding.readVarString(decoder)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}

/** Everything that a board consists of, in the order in which it came. */
async function fetchUpdates(address: Address): Promise<Uint8Array[]> {
  const updates: Uint8Array[] = []
  const { kindOf } = dialects[address.dialect]
  const client = new Client(address, {
    onMessage: (message) => {
      const kind = kindOf(message)
      if (kind === 'step2' || kind === 'update') updates.push(updateIn(message, address).slice())
    },
  })
  await client.ready
  client.close()
  return updates
}

const methods = {
  /** `count` more people come, at most `perSecond` of them; the first `drawing` of these will draw. */
  async join(
    addresses: readonly Address[],
    count: number,
    perSecond: number,
    drawing = 0,
    stateVector?: number[],
  ): Promise<void> {
    const known = stateVector && Uint8Array.from(stateVector)
    const from = performance.now()
    const joined: Client[] = []
    for (let i = 0; i < count; i++) {
      const early = (i / perSecond) * 1000 - (performance.now() - from)
      if (early > 1) await pause(early)
      const address = addresses[i % addresses.length]!
      if (i < drawing) {
        const artist = new Drawing(address, artists.length + process.pid * 100)
        artists.push(artist)
        joined.push(artist.client)
      } else {
        const onClose = () => !isLeaving && closed++
        const client = new Client(address, {
          ...(known && { stateVector: known }),
          onMark: hear,
          onClose,
        })
        clients.push(client)
        joined.push(client)
      }
    }
    await Promise.all(joined.map(({ ready }) => ready))
  },

  /** What is heard from here on counts. */
  async watch(): Promise<void> {
    latencies = new Histogram()
    for (const client of clients) client.marks = 0
    for (const artist of artists) {
      artist.saved = new Histogram()
      artist.edits = 0
    }
    loop.reset()
    since = { cpu: process.cpuUsage(), at: performance.now() }
  },

  /** Those who draw do so, `hz` edits a second each, evenly spread. */
  async draw(seconds: number, hz: number, asksForBarriers = false): Promise<number> {
    artists.forEach((artist, i) => artist.begin(hz, (1000 / hz / artists.length) * i, asksForBarriers))
    await pause(seconds * 1000)
    for (const artist of artists) artist.end()
    return artists.reduce((sum, { edits }) => sum + edits, 0)
  },
  /** One edit of everybody who draws. */
  async drawOnce(): Promise<number> {
    for (const artist of artists) artist.draw(false)
    return artists.length
  },
  async effort(): Promise<Effort> {
    const { user, system } = process.cpuUsage(since.cpu)
    const wall = performance.now() - since.at
    return { processor: (user + system) / 1000 / wall, loopP99Ms: loop.percentile(99) / 1e6 }
  },

  /** Waits until everybody has heard of `edits` edits, a bounded time, and tells what was heard. */
  async heard(edits: number, patienceMs: number): Promise<Heard> {
    const effort = await methods.effort()
    const until = performance.now() + patienceMs
    const isWaiting = () => clients.some(({ marks }) => marks < edits)
    while (isWaiting() && performance.now() < until) await pause(20)
    let [fewest, most, total] = [Infinity, 0, 0]
    for (const { marks } of clients) {
      fewest = Math.min(fewest, marks)
      most = Math.max(most, marks)
      total += marks
    }
    return { latencies: latencies.entries, fewest, most, total, closed, effort }
  },
  /** Waits until every edit is known to be saved, a bounded time, and tells how long each took. */
  async drawn(patienceMs: number): Promise<Drawn> {
    const until = performance.now() + patienceMs
    const unsaved = () => artists.reduce((sum, artist) => sum + artist.unsaved, 0)
    while (unsaved() > 0 && performance.now() < until) await pause(5)
    const saved = new Histogram()
    for (const artist of artists) saved.take(artist.saved.entries)
    const edits = artists.reduce((sum, artist) => sum + artist.edits, 0)
    return { edits, saved: saved.entries, unsaved: unsaved() }
  },

  /** `count` people come at the same moment, and leave when they have all of the board. */
  async open(address: Address, count: number): Promise<Opened[]> {
    const from = performance.now()
    const all = Array.from({ length: count }, () => new Client(address))
    const opened = await Promise.all(
      all.map(async (client) => {
        await client.ready
        return { ms: performance.now() - from, bytes: client.bytesRead }
      }),
    )
    for (const client of all) client.close()
    return opened
  },
  /** The board as whoever comes gets it: how many shapes are on it, and its state vector. */
  async look(address: Address): Promise<{ shapes: number; stateVector: number[] }> {
    const doc = new Y.Doc()
    for (const update of await fetchUpdates(address)) Y.applyUpdate(doc, update)
    if (doc.store.pendingStructs) throw new Error('the board is not whole')
    return { shapes: doc.getMap('shapes').size, stateVector: [...Y.encodeStateVector(doc)] }
  },
  /** Keep what a board consists of in a file. */
  async download(address: Address, file: string): Promise<void> {
    const updates = await fetchUpdates(address)
    writeFileSync(file, JSON.stringify(updates.map((update) => Buffer.from(update).toString('base64'))))
  },
  /** Put what such a file holds on a board. */
  async upload(address: Address, file: string): Promise<void> {
    const updates = JSON.parse(readFileSync(file, 'utf8')) as string[]
    const client = new Client(address)
    await client.ready
    for (const update of updates) client.sendUpdate(Buffer.from(update, 'base64'))
    // The answer to a new client comes behind it.
    let [shapes, before] = [0, -1]
    while (shapes !== before || shapes === 0) {
      before = shapes
      shapes = (await methods.look(address)).shapes
    }
    client.close()
  },

  /** People who have the board come back until they are let in; an edit made meanwhile says that all are in step. */
  async comeBack(
    address: Address,
    count: number,
    stateVector: number[],
    limitMs: number,
  ): Promise<{ ms: number; inStep: number }> {
    const known = Uint8Array.from(stateVector)
    const from = performance.now()
    const offline = new Artist(process.pid).draw()
    let inStep = 0
    let isOver = false
    const attempt = async (isArtist: boolean): Promise<void> => {
      await pause(Math.random() * RETRY_MS)
      if (isOver) return
      let tellEdit = () => {}
      const edit = new Promise<void>((resolve) => (tellEdit = resolve))
      const client = new Client(address, { stateVector: known, onMark: tellEdit })
      try {
        await client.ready
        clients.push(client)
        if (isArtist) client.sendUpdate(offline)
        else await edit
        inStep++
      } catch {
        return attempt(isArtist)
      }
    }
    for (let i = 0; i < count; i++) void attempt(i === 0)
    while (inStep < count && performance.now() - from < limitMs) await pause(20)
    isOver = true
    return { ms: performance.now() - from, inStep }
  },

  /** Connections that come, get the board and go, `perSecond` of them. */
  async churn(address: Address, seconds: number, perSecond: number): Promise<number> {
    const from = performance.now()
    let [begun, served] = [0, 0]
    while (performance.now() - from < seconds * 1000) {
      for (; begun < ((performance.now() - from) / 1000) * perSecond; begun++) {
        const client = new Client(address)
        client.ready.then(
          () => {
            served++
            client.close()
          },
          () => {},
        )
      }
      await pause(5)
    }
    await pause(1000)
    return served
  },

  async leave(): Promise<void> {
    isLeaving = true
    for (const client of clients) client.close()
    for (const { client } of artists) client.close()
    clients = []
    artists = []
    closed = 0
    await pause(500)
    isLeaving = false
  },
}
export type CrowdMethods = typeof methods

process.on('message', ({ id, method, args }: { id: number; method: keyof CrowdMethods; args: never[] }) => {
  const run = methods[method] as (...args: unknown[]) => Promise<unknown>
  run(...args).then(
    (value) => process.send!({ id, value }),
    (error: unknown) => process.send!({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
process.send!('ready')
