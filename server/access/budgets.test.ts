import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createBudgets } from './budgets'

const from = (remoteAddress: string) => ({ headers: {}, socket: { remoteAddress } }) as IncomingMessage

test('[B54] an address spends its own budget, and is told how long to wait', async () => {
  const budgets = createBudgets({ trustProxyHops: 0 }, { boards: { times: 2, seconds: 60 } })
  const spend = (address: string) => budgets.spend(from(address), 'boards')
  expect([await spend('1.1.1.1'), await spend('1.1.1.1'), await spend('2.2.2.2')]).toEqual([null, null, null])
  const wait = await spend('1.1.1.1')
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(60)
  expect(await budgets.spend(from('1.1.1.1'), 'imports')).toBeNull()
})

test('[B61] an address holds so many connections, and has room again when one closes', async () => {
  const budgets = createBudgets({ trustProxyHops: 0 }, { connections: 2 })
  const sockets = [new PassThrough(), new PassThrough(), new PassThrough()]
  const held = sockets.map((socket) => budgets.holdConnection(from('1.1.1.1'), socket))
  expect(held).toEqual([true, true, false])
  expect(budgets.holdConnection(from('2.2.2.2'), new PassThrough())).toBe(true)
  await new Promise<void>((resolve) => sockets[0]!.once('close', resolve).destroy())
  expect(budgets.holdConnection(from('1.1.1.1'), new PassThrough())).toBe(true)
})
