import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CrowdMethods } from './crowd'

const FILE = fileURLToPath(new URL('./crowd.ts', import.meta.url))

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** The near end of a process full of people. */
export class Crowd {
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #lastId = 0

  private constructor(private readonly process: ChildProcess) {
    process.on('message', ({ id, value, error }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(value as never)
      else waiting?.reject(new Error(error))
    })
    process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`a crowd ended with code ${code}`))
    })
  }

  static async gather(): Promise<Crowd> {
    const child = fork(FILE, { execArgv: ['--import', 'tsx', '--max-old-space-size=8192'] })
    await new Promise((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', () => reject(new Error('a crowd could not be started')))
    })
    return new Crowd(child)
  }

  call<K extends keyof CrowdMethods>(
    method: K,
    ...args: Parameters<CrowdMethods[K]>
  ): ReturnType<CrowdMethods[K]> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.process.send({ id, method, args })
    }) as ReturnType<CrowdMethods[K]>
  }

  dismiss(): void {
    this.process.removeAllListeners('exit')
    this.process.kill('SIGKILL')
  }
}

/** Two processes full of people: those who only receive, and a few who are listened to, as quiet as can be. */
export interface Crowds {
  readonly many: Crowd
  readonly few: Crowd
}

export async function withCrowds<T>(run: (crowds: Crowds) => Promise<T>): Promise<T> {
  const [many, few] = await Promise.all([Crowd.gather(), Crowd.gather()])
  try {
    return await run({ many, few })
  } finally {
    many.dismiss()
    few.dismiss()
  }
}
