import { pino } from 'pino'
import { expect, test } from 'vitest'
import { newBoardId } from '../../lib/board/ids'
import { CLOSE } from '../../lib/protocol/sync'
import { Metrics } from '../observe/metrics'
import { DocumentTunnel } from '../session/document-tunnel'
import { createTunnels, type TunnelDeps } from './tunnels'

/** Opens a tunnel where counting what its address has spent ends so; resolves with the close code that it is told. */
const closeCode = (spend: TunnelDeps['budgets']['spend']) =>
  new Promise<unknown>((resolve) => {
    const metrics = new Metrics()
    const emit = (event: string, _n: number, code: unknown) => event === 'sync:closed' && resolve(code)
    const tunnel = new DocumentTunnel(1, { emit } as never, metrics)
    const open = createTunnels({
      budgets: { spend },
      rooms: { accept: () => resolve('let in') },
      metrics,
      log: pino({ level: 'silent' }),
    })
    open({ tunnel, boardId: newBoardId(), request: { url: '/sync/x', headers: {} }, address: '::1' })
  })

test('[TU1, B19] a tunnel of an address that has spent its connections is told to come back', async () => {
  expect(await closeCode(async () => null)).toBe('let in')
  expect(await closeCode(async () => 7)).toBe(CLOSE.tooFast)
})

test('[TU1] what goes wrong on the way in ends that tunnel, and nothing else', async () => {
  expect(await closeCode(() => Promise.reject(new Error('no budget')))).toBe(CLOSE.tryLater)
})
