import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import type { BoardId } from '../../lib/board/ids'
import type { ConnectionState } from '../../lib/sync/connection-state'
import { IndexedOutbox } from '../../lib/sync/outbox'
import { BuiltServer } from '../built-server.fixture'
import { proxyWithoutUpgrades } from '../no-upgrades.fixture'
import { contentHash } from '../storage/snapshot'
import { ourActor, randomOf, stockActor, type Actor } from './actors.fixture'
import { boardOnDisk, Person } from './person.fixture'
import { until } from './stage.fixture'

/** `npm run test:long -- --rounds 200 --seed 7` */
const ROUNDS = Number(process.env['LONG_ROUNDS'] ?? 200)
const SEED = Number(process.env['LONG_SEED'] ?? 7)

const BOARDS = 5
const PEOPLE = 20
/** Everybody is saved this long after the server is back. */
const SAVED_WITHIN_MS = 10_000
/** Who is not back by then never comes. */
const NEVER_MS = 90_000

process.setMaxListeners(PEOPLE * 2) // the stock provider says goodbye on exit

let [cleanUp, people]: [() => Promise<void>, Person[]] = [async () => {}, []]
afterEach(async () => {
  for (const person of people) person.leave()
  await cleanUp()
})

test(`[F01] [F33] nothing acknowledged is lost and nothing appears twice, over ${ROUNDS} rounds of kill -9 (seed ${SEED})`, () =>
  killAgainAndAgain({ rounds: ROUNDS, isBlocked: false }))

test('[F36] [F01] nor where WebSockets are blocked', () =>
  killAgainAndAgain({ rounds: Math.ceil(ROUNDS / 10), isBlocked: true }))

/** `isBlocked`: a proxy lets no WebSocket through, and everybody has our client, which does without. */
async function killAgainAndAgain({
  rounds,
  isBlocked,
}: {
  rounds: number
  isBlocked: boolean
}): Promise<void> {
  const random = randomOf(SEED)
  const dataDir = mkdtempSync(join(tmpdir(), 'ardoise-kills-'))
  const server = await BuiltServer.on(dataDir)
  cleanUp = async () => {
    await server.end('SIGKILL')
    rmSync(dataDir, { recursive: true, force: true })
  }
  await server.start().open
  const proxy = isBlocked ? await proxyWithoutUpgrades(server.url) : null
  onTestFinished(() => proxy?.close())
  const boards: BoardId[] = []
  while (boards.length < BOARDS) boards.push(await server.newBoard())
  people = Array.from({ length: PEOPLE }, (_, i) => {
    const own = `p${i}-`
    const board = boards[i % BOARDS]!
    const options = {
      url: proxy?.url ?? server.url,
      board,
      own,
      outbox: new IndexedOutbox(`${board}${own}`, own),
    }
    const actor = (isBlocked || isOurs(i) ? ourActor : stockActor)(options)
    return new Person(actor, board, own, randomOf(SEED * 1_000 + i))
  })
  const actors = people.map(({ actor }) => actor)
  const allSaved = () => actors.filter((actor) => actor.isSaved()).length === PEOPLE
  await eventually(allSaved, () => actors.map(about))
  for (const person of people) person.draw()

  let [kills, unacknowledged] = [0, 0]
  /** From the server's being open until everything made before is saved: with our client, and with the stock one. */
  const slowest = { ours: 0, stock: 0 }
  for (let round = 1; round <= rounds; round++) {
    await after(100 + random(900))
    await server.end('SIGKILL')
    kills++
    await eventually(
      () => !actors.some((actor) => actor.isConnected()),
      () => actors.map(about),
    )
    for (const board of boards) {
      const doc = await boardOnDisk(dataDir, board)
      for (const { actor, own } of people.filter((person) => person.board === board)) {
        const version = actor.ledger.versionIn(doc)
        const said = `round ${round}: of ${own} the disk has none of the states from the acknowledged one on`
        expect(version, `${said} (${actor.ledger.durable} of ${actor.ledger.made})`).not.toBeNull()
        unacknowledged += actor.ledger.made - actor.ledger.durable
        actor.ledger.forget()
      }
    }
    // Now and then it is killed again before it is quite there.
    if (random(4) === 0) {
      server.start()
      await after(random(1_500))
      await server.end('SIGKILL')
      kills++
    }
    await server.start().open
    const since = performance.now()
    const drawn = actors.map(({ ledger }) => ledger.made)
    const isBack = (actor: Actor, i: number) => {
      if (actor.ledger.durable >= drawn[i]!) return true
      if (actor.isConnected()) actor.isSaved()
      const client = isOurs(i) ? 'ours' : 'stock'
      slowest[client] = Math.max(slowest[client], performance.now() - since)
      return false
    }
    await eventually(
      () => actors.filter(isBack).length === PEOPLE,
      () =>
        people.filter((_, i) => !isBack(actors[i]!, i)).map(({ own, actor }) => ({ own, ...about(actor) })),
    )
    expect(actors.map((actor) => actor.isClosedForGood())).not.toContain(true)
    if (round % 20 === 0 || round === rounds) {
      const acknowledged = actors.reduce((sum, { ledger }) => sum + ledger.durable, 0)
      tell(`round ${round}: ${kills} kills, ${acknowledged} changes acknowledged, 0 lost; saved at most ${Math.round(slowest.ours)} ms (our client), ${Math.round(slowest.stock)} ms (stock) after the start`) // prettier-ignore
    }
  }

  for (const person of people) person.rest()
  const fresh = boards.map((board) => stockActor({ url: server.url, board }))
  const docsOf = (board: BoardId, i: number) => [
    ...people.filter((person) => person.board === board).map(({ actor }) => actor.doc),
    fresh[i]!.doc,
  ]
  await until(
    () => allSaved() && boards.every((board, i) => new Set(docsOf(board, i).map(contentHash)).size === 1),
  )
  const ways = actors.map((actor) => (actor.state() as Partial<ConnectionState>).way?.transport)
  if (isBlocked) expect(ways).toEqual(actors.map(() => 'polling'))
  for (const actor of fresh) actor.dispose()
  expect(await server.end('SIGTERM')).toBe(0)
  for (const [i, board] of boards.entries())
    expect(contentHash(await boardOnDisk(dataDir, board))).toBe(contentHash(docsOf(board, i)[0]!))
  for (const { actor } of people) expect(actor.ledger.durable).toBe(actor.ledger.made)
  for (const kind of ['create', 'move', 'type', 'remove', 'undo'] as const)
    expect(Math.min(...people.map(({ done }) => done[kind]))).toBeGreaterThan(0)
  expect(unacknowledged).toBeGreaterThan(0) // killed while something was on its way
  expect(server.complaints).toEqual([])
  expect(Math.max(slowest.ours, slowest.stock)).toBeLessThan(SAVED_WITHIN_MS)
}

/** Two of each four on a board. */
const isOurs = (i: number) => Math.floor(i / BOARDS) % 2 === 0
const about = (actor: Actor) => ({
  made: actor.ledger.made,
  durable: actor.ledger.durable,
  state: actor.state(),
})

/** Late is one thing, never another: who is waited for in vain is told. */
async function eventually(fact: () => boolean, who: () => unknown): Promise<void> {
  const deadline = performance.now() + NEVER_MS
  while (!fact()) {
    if (performance.now() > deadline) throw new Error(`not back: ${JSON.stringify(who(), null, 1)}`)
    await after(10)
  }
}
const tell = (line: string) => process.stdout.write(`${line}\n`)
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
