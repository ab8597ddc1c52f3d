import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Inbox, Turns } from './turns'

/** A clock that only reading moves, and clients who say numbers. */
function stage(readMs = 1) {
  let time = 0
  const turns = new Turns(() => time)
  const read: string[] = []
  const client = (name: string) => {
    let isPaused = false
    const socket = { pause: () => void (isPaused = true), resume: () => void (isPaused = false) }
    const inbox = new Inbox(socket, turns, (data) => {
      read.push(`${name}${data.toString()}`)
      time += readMs
    })
    return {
      inbox,
      isPaused: () => isPaused,
      say: (...numbers: number[]) => {
        for (const n of numbers) inbox.receive(Buffer.from(String(n)), true)
      },
    }
  }
  return { read, client, time: () => time }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)

test('[B10] who says a great deal at once does not keep the others waiting, and is heard to the end', async () => {
  const { read, client } = stage()
  const [flood, other] = [client('f'), client('o')]
  flood.say(...upTo(1_000))
  expect(read).toHaveLength(5)
  expect(flood.isPaused()).toBe(true)
  other.say(1)
  expect(read.at(-1)).toBe('o1') // its first word of this turn
  await turn()
  other.say(2)
  expect(read.indexOf('o2')).toBeLessThanOrEqual(11)
  while (flood.isPaused()) await turn()
  expect(read.filter((word) => word.startsWith('f'))).toEqual(upTo(1_000).map((n) => `f${n}`))
})

test('two who say a great deal take turns', async () => {
  const { read, client } = stage()
  const [one, two] = [client('a'), client('b')]
  one.say(...upTo(100))
  two.say(...upTo(100))
  while (one.isPaused() || two.isPaused()) await turn()
  const lead = read.map((_, i) => read.slice(0, i).reduce((sum, word) => sum + (word[0] === 'a' ? 1 : -1), 0))
  expect(Math.max(...lead.slice(0, 150).map(Math.abs))).toBeLessThanOrEqual(6)
})

test('what was said before the other side left is read, and then it is told', async () => {
  const { read, client } = stage()
  const flood = client('f')
  flood.say(...upTo(40))
  let isGone = false
  flood.inbox.finish(() => (isGone = true))
  expect(isGone).toBe(false)
  while (!isGone) await turn()
  expect(read).toHaveLength(40)
  const quiet = client('q')
  quiet.inbox.finish(() => quiet.say(1)) // at once
  expect(read.at(-1)).toBe('q1')
})

test('of a connection that was closed nothing more is read', async () => {
  const { read, client } = stage()
  const [flood, other] = [client('f'), client('o')]
  flood.say(...upTo(40))
  other.say(...upTo(10))
  flood.inbox.end()
  flood.say(99)
  while (other.isPaused()) await turn()
  expect(read.filter((word) => word.startsWith('f'))).toHaveLength(5)
})

test('whoever says whatever whenever: each is heard in order, all of it, and no turn takes long', async () => {
  const words = fc.record({ who: fc.nat(3), many: fc.integer({ min: 1, max: 60 }), then: fc.boolean() })
  let waited = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(words, { minLength: 1, maxLength: 30, size: 'max' }),
      fc.integer({ min: 1, max: 8 }),
      async (script, readMs) => {
        const { read, client, time } = stage(readMs)
        const clients = ['a', 'b', 'c', 'd'].map(client)
        const said = [0, 0, 0, 0]
        for (const { who, many, then } of script) {
          for (let i = 0; i < many; i++) clients[who]!.say(said[who]!++)
          if (clients[who]!.isPaused()) waited++
          if (!then) continue
          const before = time()
          await turn()
          expect(time() - before).toBeLessThan(5 + readMs)
        }
        while (clients.some(({ isPaused }) => isPaused())) await turn()
        for (const [i, name] of ['a', 'b', 'c', 'd'].entries())
          expect(read.filter((word) => word[0] === name)).toEqual(upTo(said[i]!).map((n) => `${name}${n}`))
      },
    ),
    { numRuns: 60 },
  )
  expect(waited).toBeGreaterThan(200)
})
