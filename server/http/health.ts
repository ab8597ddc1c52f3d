import type { ServerResponse } from 'node:http'
import type { Storage } from '../storage/storage'

/** A load balancer asks every few seconds: an answer that takes longer is none. */
const PING_TIMEOUT_MS = 2_000

const answer = (res: ServerResponse, status: number, body: object) => {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  res.end(JSON.stringify(body))
}

/** The process lives. */
export const answerHealth = (res: ServerResponse): void => answer(res, 200, { status: 'ok' })

/** The process can do its work: the storage answers. */
export async function answerReadiness(
  res: ServerResponse,
  storage: Pick<Storage, 'ping'>,
  timeoutMs: number = PING_TIMEOUT_MS,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), timeoutMs)))
  const storageState = await Promise.race([
    storage.ping().then(
      () => 'ok' as const,
      () => 'failed' as const,
    ),
    late,
  ])
  clearTimeout(timer)
  const isReady = storageState === 'ok'
  answer(res, isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', storage: storageState })
}
