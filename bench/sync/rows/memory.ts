import type { Measured } from '../../results'
import type { Address } from '../client'
import type { Crowds } from '../crowds'
import { residentBytes } from '../process'
import type { Subject } from '../subjects'

const PEOPLE_PER_ROOM = 4
const JOINS_PER_SECOND = 180
const PATIENCE_MS = 10_000
/** After which a server has given back what joining took, and has beaten its heart once more. */
const REST_MS = 8_000
const SAMPLE_MS = 1_000
const WARM_CONNECTIONS = 200

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Rooms of four, in each of which somebody has drawn: resident bytes for each connection. */
export async function measureRooms(
  subject: Subject,
  { many, few }: Crowds,
  rooms: number,
): Promise<Measured> {
  const addresses: Address[] = []
  for (let i = 0; i < rooms; i++) addresses.push(await subject.newBoard())
  // Code that has not run yet takes memory once, not for each connection.
  await many.call('churn', addresses[0]!, 2, WARM_CONNECTIONS / 2)
  await pause(REST_MS)
  const before = residentBytes(subject.pid)
  await few.call('join', addresses, rooms, JOINS_PER_SECOND, rooms)
  await many.call('join', addresses, rooms * (PEOPLE_PER_ROOM - 1), JOINS_PER_SECOND)
  await few.call('drawOnce')
  const { fewest, most } = await many.call('heard', 1, PATIENCE_MS)
  await pause(REST_MS)
  const after = residentBytes(subject.pid)
  await Promise.all([many.call('leave'), few.call('leave')])
  return {
    figures: {
      bytesPerConnection: (after - before) / (rooms * PEOPLE_PER_ROOM),
      residentMb: after / 1e6,
    },
    wrong:
      fewest === 1 && most === 1
        ? []
        : [`of the edit in their room some heard ${fewest}, some ${most} times`],
  }
}

/** Connections that come, get a board and go: resident memory in the second third, and after the last. */
export async function measureChurn(
  subject: Subject,
  { many }: Crowds,
  seconds: number,
  perSecond: number,
): Promise<Measured> {
  const address = await subject.newBoard()
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(residentBytes(subject.pid)), SAMPLE_MS)
  const served = await many.call('churn', address, seconds, perSecond)
  clearInterval(sampling)
  const third = Math.floor(samples.length / 3)
  const middle = mean(samples.slice(third, 2 * third))
  const last = mean(samples.slice(-Math.max(3, third / 4)))
  const expected = seconds * perSecond
  return {
    figures: {
      middleMb: middle / 1e6,
      lastMb: last / 1e6,
      growthPercent: (last / middle - 1) * 100,
      served,
    },
    wrong: served >= expected * 0.99 ? [] : [`${served} of ${expected} were served`],
  }
}
