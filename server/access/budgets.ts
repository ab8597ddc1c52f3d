import type { Duplex } from 'node:stream'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { clientAddress, type AddressedRequest } from './client-address'

/** What an address may do in a while, and how long the while is. */
interface Budget {
  readonly times: number
  readonly seconds: number
}
/**
 * A school sits behind one address, so these stop programs and not people: they bound what one address can make
 * the server keep, and how fast it can guess.
 */
const BUDGETS = {
  /** 1 000 pupils come for the first time within one break. An identity is 100 bytes. */
  guests: { times: 1_000, seconds: 600 },
  /** 30 classes of 30 start a board each. An empty board is a few kilobytes. */
  boards: { times: 1_000, seconds: 600 },
  /** Ten classes hand in a file each; every one of these may be 100 MB to read. */
  imports: { times: 300, seconds: 600 },
  /** Cookies that are not ours and boards that are not there: honest ones come from a replaced database. */
  failures: { times: 300, seconds: 600 },
  /** 100 boards a second, with two sockets each, when everybody comes back after a restart. */
  joins: { times: 2_000, seconds: 10 },
} as const satisfies Record<string, Budget>
export type BudgetName = keyof typeof BUDGETS

/** Open connections of one address: 1 000 people with two sockets and some requests each. [B61] */
const MAX_CONNECTIONS = 10_000

/** What each address has spent. In memory: a restart forgives. */
export interface Budgets {
  /** Spends one; the seconds to wait when there is nothing left to spend, otherwise null. */
  spend(req: AddressedRequest, name: BudgetName): Promise<number | null>
  /** Counts a connection until it closes; whether its address may have it. */
  holdConnection(req: AddressedRequest, socket: Duplex): boolean
}

export function createBudgets(
  { trustProxyHops }: { readonly trustProxyHops: number },
  changes: Partial<Record<BudgetName, Budget>> & { readonly connections?: number } = {},
): Budgets {
  const { connections: maxConnections = MAX_CONNECTIONS, ...budgets } = { ...BUDGETS, ...changes }
  const limiters = new Map(
    Object.entries(budgets).map(([name, { times, seconds }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: times, duration: seconds }),
    ]),
  )
  const connections = new Map<string, number>()

  return {
    async spend(req, name) {
      try {
        await limiters.get(name)?.consume(clientAddress(req, trustProxyHops))
        return null
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.ceil(refusal.msBeforeNext / 1000)
        throw refusal
      }
    },
    holdConnection(req, socket) {
      const address = clientAddress(req, trustProxyHops)
      const open = connections.get(address) ?? 0
      if (open >= maxConnections) return false
      connections.set(address, open + 1)
      socket.once('close', () => {
        const left = (connections.get(address) ?? 1) - 1
        if (left > 0) connections.set(address, left)
        else connections.delete(address)
      })
      return true
    },
  }
}
