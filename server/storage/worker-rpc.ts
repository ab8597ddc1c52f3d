import { parentPort, type Worker } from 'node:worker_threads'
import { startWorker } from '../worker-thread'
import { StorageError } from './storage'

/** Functions a worker offers; arguments and results are structured-cloned. */
export type Methods = Record<string, (...args: never[]) => Promise<unknown>>

interface Request {
  readonly id: number
  readonly method: string
  readonly args: unknown[]
}
type Response = { readonly id: number } & (
  | { readonly value: unknown }
  | {
      readonly error: {
        readonly code: StorageError['code']
        readonly message: string
        readonly isFatal: boolean
      }
    }
)

/** Runs in the worker: answers every request, errors included. */
export function serve(
  methods: Methods,
  explain: (error: unknown) => { error: StorageError; isFatal: boolean },
) {
  const port = parentPort
  if (!port) throw new Error('a storage worker was started outside a worker thread')
  port.on('message', ({ id, method, args }: Request) => {
    const run = methods[method] as ((...args: unknown[]) => Promise<unknown>) | undefined
    const answer = async () => {
      if (!run) throw new Error(`no method ${method}`)
      return run(...args)
    }
    answer().then(
      (value) => port.postMessage({ id, value } satisfies Response),
      (cause: unknown) => {
        const { error, isFatal } = explain(cause)
        const { code, message } = error
        port.postMessage({ id, error: { code, message, isFatal } } satisfies Response)
      },
    )
  })
}

/** The other end: typed calls into one worker thread. */
export class WorkerClient<M extends Methods> {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #lastId = 0
  #isClosing = false
  #dead: StorageError | null = null

  /** `onFatal`: the worker died, or said that nothing it would say from now on can be trusted. */
  constructor(name: 'storage' | 'compaction', data: unknown, onFatal: (error: Error) => void) {
    this.#worker = startWorker(name, import.meta.url, { workerData: data })
    this.#worker.on('message', (response: Response) => {
      const waiting = this.#waiting.get(response.id)
      this.#waiting.delete(response.id)
      if ('value' in response) return waiting?.resolve(response.value as never)
      const error = new StorageError(response.error.code, response.error.message)
      waiting?.reject(error)
      if (response.error.isFatal) onFatal(error)
    })
    const die = (reason: string) => {
      if (this.#dead) return
      this.#dead = new StorageError('failed', `the ${name} worker ${reason}`)
      for (const { reject } of this.#waiting.values()) reject(this.#dead)
      this.#waiting.clear()
      if (!this.#isClosing) onFatal(this.#dead)
    }
    this.#worker.on('error', (error) =>
      die(`failed: ${error instanceof Error ? error.message : String(error)}`),
    )
    this.#worker.on('exit', (code) => die(`exited with code ${code}`))
  }

  call<K extends keyof M & string>(method: K, ...args: Parameters<M[K]>): Promise<Awaited<ReturnType<M[K]>>> {
    if (this.#dead) return Promise.reject(this.#dead)
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, method, args } satisfies Request)
    })
  }

  async terminate(): Promise<void> {
    this.#isClosing = true
    await this.#worker.terminate()
  }
}
