import { FrameReader } from '../protocol/frame-stream'

/** Reads a board that is fetched: one frame a task, so that others have their turn. */
export class OpeningReader {
  /** When the last bytes came: ms since the page was. */
  heardAt = performance.now()
  #body: ReadableStreamDefaultReader<Uint8Array> | null = null
  #isStopped = false

  constructor(
    private readonly answer: Promise<Response | null>,
    private readonly take: (frame: Uint8Array) => void,
  ) {}

  /** Resolves when there is nothing more to come, or it is stopped: whether all of it was there is for others to know. */
  async read(): Promise<void> {
    const answer = await this.answer
    if (!answer?.ok || !answer.body || this.#isStopped) return void answer?.body?.cancel()
    const body = (this.#body = answer.body.getReader())
    const frames = new FrameReader()
    const turn = new Turn()
    try {
      for (;;) {
        const { done, value } = await body.read()
        if (done || this.#isStopped) return
        this.heardAt = performance.now()
        frames.push(value)
        for (let frame = frames.next(); frame instanceof Uint8Array; frame = frames.next()) {
          this.take(frame)
          await turn.next()
          if (this.#isStopped) return
        }
      }
    } catch {
      // The line was cut.
    } finally {
      turn.end()
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#body?.cancel().catch(() => {})
  }
}

/** The next task, after those that wait already: timers would wait 4 ms each. */
class Turn {
  readonly #channel = new MessageChannel()

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#channel.port1.onmessage = () => resolve()
      this.#channel.port2.postMessage(null)
    })
  }

  end(): void {
    this.#channel.port1.close()
  }
}
