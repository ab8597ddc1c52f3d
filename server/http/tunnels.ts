import type { Budgets } from '../access/budgets'
import type { Log } from '../observe/log'
import type { Metrics } from '../observe/metrics'
import { sayGoodbye } from '../rooms/goodbye'
import type { Rooms } from '../rooms/rooms'
import type { OpenedTunnel } from '../session'

export interface TunnelDeps {
  readonly budgets: Pick<Budgets, 'spend'>
  readonly rooms: Pick<Rooms, 'accept'>
  readonly metrics: Pick<Metrics, 'refused'>
  readonly log: Pick<Log, 'error'>
}

/** A document connection inside of a session: costs its address what an upgrade does, and passes the same door. */
export function createTunnels({ budgets, rooms, metrics, log }: TunnelDeps): (opened: OpenedTunnel) => void {
  async function take({ tunnel, boardId, request, address }: OpenedTunnel): Promise<void> {
    const from = { headers: request.headers, socket: { remoteAddress: address } }
    const mayJoin = (await budgets.spend(from, 'joins')) === null
    if (mayJoin) rooms.accept(tunnel, request, boardId, () => tunnel.bytesRead)
    else sayGoodbye(tunnel, 'too-many-joins', metrics)
  }

  return (opened) =>
    void take(opened).catch((error: unknown) => {
      log.error({ err: error, board: opened.boardId }, 'a tunnel could not be opened')
      sayGoodbye(opened.tunnel, 'board-closed', metrics)
    })
}
