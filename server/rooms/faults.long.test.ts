import 'fake-indexeddb/auto'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../lib/board/ids'
import { MAX_SHAPES } from '../../lib/board/limits'
import type { ConnectionState } from '../../lib/sync/connection-state'
import { IndexedOutbox } from '../../lib/sync/outbox'
import { BuiltServer } from '../built-server.fixture'
import { contentHash } from '../storage/snapshot'
import { DATABASE_FILE } from '../storage/sqlite-storage'
import { ourActor, randomOf, shapesOf, stockActor, type Actor } from './actors.fixture'
import { boardOnDisk, Person } from './person.fixture'
import { BARRIER, barrier, drawShape, RawClient, until, updateOf } from './stage.fixture'

/** A fault is told to every open tab within this. */
const TOLD_WITHIN_MS = 5_000
/** Until an orchestrator loses patience. */
const STOPPED_WITHIN_MS = 22_000

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const stateOf = (actor: Actor) => actor.state() as ConnectionState

function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ardoise-faults-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function serverOn(dataDir: string, env: Record<string, string> = {}, dist?: string) {
  const server = await BuiltServer.on(dataDir, dist)
  onTestFinished(async () => void (await server.end('SIGKILL')))
  await server.start(env).open
  return server
}

/** Two people with our client and one with the stock one, on one board. */
async function peopleOn(server: BuiltServer) {
  const board = await server.newBoard()
  const people = [0, 1, 2].map((i) => {
    const own = `p${i}-`
    const options = { url: server.url, board, own, outbox: new IndexedOutbox(`${board}${own}`, own) }
    return new Person((i < 2 ? ourActor : stockActor)(options), board, own, randomOf(i + 1))
  })
  onTestFinished(() => people.forEach((person) => person.leave()))
  const actors = people.map(({ actor }) => actor)
  const allSaved = () => until(() => actors.filter((actor) => actor.isSaved()).length === actors.length)
  await allSaved()
  return { board, people, actors, ours: actors.slice(0, 2), allSaved }
}

/** What is done may be nothing: to move what is not there. */
function reallyChange({ actor, change }: Person): void {
  const before = actor.ledger.made
  while (actor.ledger.made === before) change()
}

/** Reading writes, into files whose flushes nobody keeps: a copy is read. */
function readCopy(dataDir: string, board: BoardId) {
  const copy = temporaryDir()
  cpSync(dataDir, copy, { recursive: true })
  return boardOnDisk(copy, board)
}

/** Every tab says what is wrong, and that nothing is saved, within 5 s. */
async function told(ours: readonly Actor[], code: string): Promise<void> {
  const since = performance.now()
  await until(() =>
    ours.every((actor) => {
      const { problem, saved } = stateOf(actor)
      return problem?.kind === 'storage' && problem.code === code && (saved !== 'saved' || actor.isSaved())
    }),
  )
  expect(performance.now() - since).toBeLessThan(TOLD_WITHIN_MS)
}

let library = ''
const hasCompiler = spawnSync('cc', ['--version']).status === 0
beforeAll(() => {
  if (!hasCompiler) return
  const dir = mkdtempSync(join(tmpdir(), 'ardoise-disk-'))
  library = join(dir, 'lost-writes.so')
  const code = source('../storage/lost-writes.fixture.c')
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, code, '-ldl', '-lpthread'])
  return () => rmSync(dir, { recursive: true, force: true })
})

/** A folder on a disk that keeps, when the power goes, nothing but what was flushed. */
function disk() {
  const [dataDir, flushed] = [temporaryDir(), temporaryDir()]
  return {
    dataDir,
    env: { LD_PRELOAD: library, DISK_DATA: dataDir, DISK_FLUSHED: flushed },
    losePower: () => {
      for (const name of readdirSync(dataDir)) if (name.startsWith(DATABASE_FILE)) rmSync(join(dataDir, name))
      cpSync(flushed, dataDir, { recursive: true })
    },
    break: () => writeFileSync(join(flushed, 'broken'), ''),
    repair: () => rmSync(join(flushed, 'broken')),
    protect: () => writeFileSync(join(flushed, 'read-only'), ''),
    unprotect: () => rmSync(join(flushed, 'read-only')),
  }
}

/** Draws, pulls the plug, and counts whose acknowledged work is not there any more. */
async function pullThePlug(rounds: number, dist?: string): Promise<{ lost: number; acknowledged: number }> {
  const { dataDir, env, losePower } = disk()
  const server = await serverOn(dataDir, env, dist)
  const { board, people, actors } = await peopleOn(server)
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const before = actors.map(({ ledger }) => ledger.durable)
    for (const person of people) person.draw()
    const hasDrawn = (actor: Actor, i: number) => (actor.isSaved(), actor.ledger.durable > before[i]! + 10)
    await until(() => actors.filter(hasDrawn).length === actors.length)
    await server.end('SIGKILL')
    for (const person of people) person.rest()
    await until(() => !actors.some((actor) => actor.isConnected()))
    losePower()
    const doc = await readCopy(dataDir, board).catch(() => null) // without the board, if it must be
    lost += actors.filter(({ ledger }) => doc === null || ledger.versionIn(doc) === null).length
    if (lost > 0) break
    await server.start(env).open
  }
  return { lost, acknowledged: actors.reduce((sum, { ledger }) => sum + ledger.durable, 0) }
}

test.skipIf(!hasCompiler)(
  '[F03] what was acknowledged was flushed: it is there after a loss of power',
  async () => {
    const { lost, acknowledged } = await pullThePlug(10)
    expect(lost).toBe(0)
    expect(acknowledged).toBeGreaterThan(300)
  },
)

test.skipIf(!hasCompiler)('[F03] with synchronous=NORMAL it is not: the test can tell', async () => {
  const dist = source('../../dist-unflushed')
  onTestFinished(() => rmSync(dist, { recursive: true, force: true }))
  cpSync(source('../../dist'), dist, { recursive: true })
  const worker = join(dist, 'storage-worker.js')
  const code = readFileSync(worker, 'utf8')
  expect(code).toContain('PRAGMA synchronous = FULL')
  writeFileSync(worker, code.replace('PRAGMA synchronous = FULL', 'PRAGMA synchronous = NORMAL'))
  expect((await pullThePlug(3, dist)).lost).toBeGreaterThan(0)
})

test.skipIf(!hasCompiler)(
  '[F06] a flush that fails ends the server with 1, and nothing more was acknowledged',
  async () => {
    const { dataDir, env, break: breakDisk, repair, losePower } = disk()
    const server = await serverOn(dataDir, env)
    const { board, people, actors, allSaved } = await peopleOn(server)
    for (const person of people) for (let i = 0; i < 20; i++) person.change()
    await allSaved()
    const saved = actors.map(({ ledger }) => ledger.durable)
    breakDisk()
    for (const person of people) reallyChange(person)
    expect(await server.ended()).toBe(1)
    expect(actors.map(({ ledger }) => ledger.durable)).toEqual(saved)
    losePower()
    const doc = await readCopy(dataDir, board)
    expect(actors.map(({ ledger }) => ledger.versionIn(doc))).not.toContain(null)
    repair()
    await server.start(env).open
    await allSaved()
  },
)

test.skipIf(!hasCompiler)(
  '[F05] a disk that the kernel made read-only: nothing is acknowledged, everybody is told within 5 s, all is saved when it can be written again',
  async () => {
    const { dataDir, env, protect, unprotect } = disk()
    const server = await serverOn(dataDir, env)
    const { board, people, actors, ours, allSaved } = await peopleOn(server)
    for (const person of people) for (let i = 0; i < 20; i++) person.change()
    await allSaved()
    const saved = actors.map(({ ledger }) => ledger.durable)
    protect()
    for (const person of people) reallyChange(person)
    await told(ours, 'read-only')
    const [drawing] = ours
    drawing!.create('drawn-on-a-protected-disk')
    for (const { doc } of actors) await until(() => shapesOf(doc).has('drawn-on-a-protected-disk'))
    expect(actors.map((actor) => actor.isSaved())).toEqual([false, false, false])
    expect(actors.map(({ ledger }) => ledger.durable)).toEqual(saved)
    unprotect()
    await allSaved()
    await until(() => ours.every((actor) => stateOf(actor).problem === null))
    expect(await server.end('SIGTERM')).toBe(0)
    expect(contentHash(await boardOnDisk(dataDir, board))).toBe(contentHash(actors[0]!.doc))
  },
)

/** Only root can make a file system that is full when we say so. */
const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0
test.skipIf(!canMount)(
  '[F05] a full disk: nothing is acknowledged, everybody is told within 5 s, all is saved when there is room',
  async () => {
    const dataDir = temporaryDir()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', dataDir])
    onTestFinished(() => void spawnSync('umount', ['-l', dataDir]))
    const server = await serverOn(dataDir)
    onTestFinished(async () => void (await server.end('SIGKILL')))
    const { board, people, actors, ours, allSaved } = await peopleOn(server)
    for (const person of people) for (let i = 0; i < 20; i++) person.change()
    await allSaved()
    const filler = join(dataDir, 'filler')
    const fill = () => {
      for (let size = 1 << 20; size >= 1; size >>= 1)
        while (statfsSync(dataDir).bavail * statfsSync(dataDir).bsize >= size)
          appendFileSync(filler, Buffer.alloc(size))
    }
    fill()
    // What SQLite has set aside in its log is used up first.
    const drawing = setInterval(() => {
      for (const person of people) reallyChange(person)
    }, 20)
    onTestFinished(() => clearInterval(drawing))
    await until(() =>
      actors.some((actor) => stateOf(actor).problem !== undefined && stateOf(actor).problem !== null),
    )
    await told(ours, 'full')
    clearInterval(drawing)
    const [refused] = ours
    refused!.create('drawn-on-a-full-disk')
    const durable = refused!.ledger.durable
    // The others see it, and so does who comes now.
    const late = stockActor({ url: server.url, board })
    onTestFinished(() => late.dispose())
    for (const { doc } of [...actors, late]) await until(() => shapesOf(doc).has('drawn-on-a-full-disk'))
    expect(refused!.isSaved()).toBe(false)
    expect(refused!.ledger.durable).toBe(durable)
    expect((await fetch(`${server.url}/b/${board}`)).status).toBe(200)

    rmSync(filler)
    await allSaved()
    await until(() => ours.every((actor) => stateOf(actor).problem === null))
    expect(await server.end('SIGTERM')).toBe(0)
    expect(contentHash(await boardOnDisk(dataDir, board))).toBe(contentHash(actors[0]!.doc))
  },
)

/** A database that another program holds locked. */
function lock(dataDir: string): () => void {
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE))
  database.exec('begin immediate')
  return () => {
    database.exec('rollback')
    database.close()
  }
}

test('[F09] a database locked for 15 s: told, drawn on, opened, and saved when it is free', async () => {
  const dataDir = temporaryDir()
  const server = await serverOn(dataDir)
  const { board, people, actors, ours, allSaved } = await peopleOn(server)
  const release = lock(dataDir)
  const since = performance.now()
  for (const person of people) reallyChange(person)
  await told(ours, 'slow')
  const late = stockActor({ url: server.url, board })
  onTestFinished(() => late.dispose())
  await until(() => contentHash(late.doc) === contentHash(actors[0]!.doc))
  await after(15_000 - (performance.now() - since))
  expect(actors.map((actor) => actor.isSaved())).toEqual([false, false, false])
  release()
  await allSaved()
  expect(server.complaints.join('\n')).not.toMatch(/"level":(50|60)/)
})

test('[F25] SIGTERM in the middle of drawing: what was taken in is saved, and the end comes soon', async () => {
  const dataDir = temporaryDir()
  const server = await serverOn(dataDir)
  const { board, people, actors, allSaved } = await peopleOn(server)
  for (const person of people) person.draw()
  await after(1_000)
  const since = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - since).toBeLessThan(STOPPED_WITHIN_MS)
  for (const person of people) person.rest()
  const doc = await boardOnDisk(dataDir, board)
  expect(actors.map(({ ledger }) => ledger.versionIn(doc))).not.toContain(null)
  await server.start().open
  await allSaved()
})

test('[F25] [F02] SIGTERM while 100 000 shapes are folded: the end does not wait for that, and all of them are there', async () => {
  const dataDir = temporaryDir()
  const server = await serverOn(dataDir)
  const board = await server.newBoard()
  const client = await (await RawClient.open(`${server.url.replace('http', 'ws')}/sync/${board}`)).ready()
  client.update(
    updateOf((doc) =>
      doc.transact(() => {
        for (let i = 0; i < 100_000; i++) drawShape(doc, `s${i}`, i)
      }),
    ),
  )
  client.ws.send(barrier(1))
  await expect.poll(() => client.barriers(1), { timeout: 60_000 }).toEqual([BARRIER.durable])
  const since = performance.now()
  expect(await server.end('SIGTERM')).toBe(0)
  expect(performance.now() - since).toBeLessThan(STOPPED_WITHIN_MS)
  expect(server.complaints).toEqual([])
  expect(shapesOf(await boardOnDisk(dataDir, board)).size).toBe(100_000)
  await server.start().open
  const late = stockActor({ url: server.url, board })
  onTestFinished(() => late.dispose())
  await expect.poll(() => shapesOf(late.doc).size, { timeout: 60_000 }).toBe(100_000)
  expect(server.complaints).toEqual([])
})

test('[F32] a server that stands still for 3 s loses nobody, on either channel', async () => {
  const server = await serverOn(temporaryDir())
  const { people, actors, ours, allSaved } = await peopleOn(server)
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text()
  const connections = (text: string) =>
    text.split('\n').filter((line) => line.startsWith('ardoise_connections{'))
  const before = connections(await metrics())
  expect(before.join('\n')).toContain('{channel="sync",transport="websocket"} 3')
  const since = ours.map((actor) => stateOf(actor).way?.since)
  const selves = ours.map((actor) => stateOf(actor).self?.id)
  process.kill(server.pid, 'SIGSTOP')
  for (const person of people) reallyChange(person)
  await after(3_000)
  process.kill(server.pid, 'SIGCONT')
  await allSaved()
  await after(3 * 3_900) // three rounds of the heartbeat: as many as make a connection dead
  expect(connections(await metrics())).toEqual(before)
  // The same connections as before, not new ones.
  expect(ours.map((actor) => stateOf(actor).way?.since)).toEqual(since)
  expect(ours.map((actor) => stateOf(actor).self?.id)).toEqual(selves)
  expect(actors.map((actor) => actor.isConnected())).toEqual([true, true, true])
  expect(await metrics()).not.toMatch(/^ardoise_refusals_total\{.*\} [1-9]/m)
})

test('[F30] as many shapes as a board may have: all are there for whoever comes, after a restart too, and one more is refused with a word', async () => {
  const server = await serverOn(temporaryDir())
  const board = await server.newBoard()
  const address = `${server.url.replace('http', 'ws')}/sync/${board}`
  const PARTS = 4
  for (let part = 0; part < PARTS; part++) {
    const client = await (await RawClient.open(address)).ready()
    client.update(
      updateOf((doc) =>
        doc.transact(() => {
          for (let i = part; i < MAX_SHAPES; i += PARTS) drawShape(doc, `s${i}`, i)
        }),
      ),
    )
    client.ws.send(barrier(1))
    await expect.poll(() => client.barriers(1), { timeout: 120_000 }).toEqual([BARRIER.durable])
    client.ws.close()
    await client.closed
  }
  for (let life = 0; life < 2; life++) {
    const late = stockActor({ url: server.url, board })
    await expect.poll(() => shapesOf(late.doc).size, { timeout: 120_000, interval: 200 }).toBe(MAX_SHAPES)
    late.dispose()
    // Whoever knows the board and draws one more keeps the connection, and is told.
    const client = await RawClient.open(address)
    client.update(updateOf((doc) => drawShape(doc, `more${life}`)))
    client.ws.send(barrier(1))
    await expect.poll(() => client.barriers(1), { timeout: 120_000 }).toEqual([BARRIER.rejected])
    expect(client.ws.readyState).toBe(client.ws.OPEN)
    client.ws.close()
    if (life > 0) break
    expect(await server.end('SIGTERM')).toBe(0)
    await server.start().open
  }
  expect(server.complaints).toEqual([])
})

test('[F26] SIGTERM while the database is held by another: the end comes in time, with 1, and names the boards', async () => {
  const dataDir = temporaryDir()
  const server = await serverOn(dataDir)
  const { board, people, actors, allSaved } = await peopleOn(server)
  const release = lock(dataDir)
  for (const person of people) reallyChange(person)
  await until(() => shapesOf(actors[2]!.doc).size > 0)
  const since = performance.now()
  expect(await server.end('SIGTERM')).toBe(1)
  expect(performance.now() - since).toBeLessThan(STOPPED_WITHIN_MS)
  expect(server.complaints.join('\n')).toContain(board)
  expect(actors.map((actor) => actor.isSaved())).toEqual([false, false, false])
  release()
  await server.start().open
  await allSaved()
})
