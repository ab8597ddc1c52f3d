import type { CDPSession } from 'playwright'

export interface Heap {
  /** Bytes of objects of JavaScript. */
  readonly usedSize: number
  /** Bytes of array buffers, outside of that heap. */
  readonly backingStorageSize: number
}

/** The heaps of a page after garbage collection: its main thread first, then its workers. */
export async function heapsOf(cdp: CDPSession): Promise<Heap[]> {
  const workers: string[] = []
  const attached = ({ sessionId }: { sessionId: string }) => void workers.push(sessionId)
  cdp.on('Target.attachedToTarget', attached)
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  const heaps = [await collected((method) => cdp.send(method as 'Runtime.getHeapUsage'))]
  for (const sessionId of workers) heaps.push(await collected((method) => ask(cdp, sessionId, method)))
  await cdp.send('Target.setAutoAttach', { autoAttach: false, waitForDebuggerOnStart: false, flatten: false })
  cdp.off('Target.attachedToTarget', attached)
  return heaps
}

async function collected(send: (method: string) => Promise<unknown>): Promise<Heap> {
  // What the first collection finalises, the second takes.
  for (let i = 0; i < 2; i++) await send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = (await send('Runtime.getHeapUsage')) as Partial<Heap>
  return { usedSize: usedSize!, backingStorageSize }
}

let lastId = 0
/** Ask a worker, through the page it belongs to. */
function ask(cdp: CDPSession, sessionId: string, method: string): Promise<unknown> {
  const id = ++lastId
  return new Promise((resolve, reject) => {
    const listen = (event: { sessionId: string; message: string }) => {
      const answer = JSON.parse(event.message) as {
        id: number
        result?: unknown
        error?: { message: string }
      }
      if (event.sessionId !== sessionId || answer.id !== id) return
      cdp.off('Target.receivedMessageFromTarget', listen)
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer.result)
    }
    cdp.on('Target.receivedMessageFromTarget', listen)
    cdp
      .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
      .catch(reject)
  })
}
