import type { EditProblem } from '../board/document'
import type { Undertaking } from '../board/undertaking'

/** What a large change has done so far. */
export interface Busy {
  readonly done: number
  readonly total: number
}

/** How long one piece of work may hold up what the pointer asks for (ms): a frame can still be painted beside it. */
const SLICE_MS = 24
/** The same on a page that nobody sees. */
const UNSEEN_SLICE_MS = 400
/** Pages that nobody sees run no frames: there the next slice comes after this (ms). */
const FRAME_WAIT_MS = 100

interface Job {
  readonly undertaking: Undertaking
  readonly over: (problem: EditProblem | null) => void
}

/** Changes too large for one task: one at a time, a slice after each frame, so that the picture stays alive. */
export class LongWork {
  #job: Job | null = null

  constructor(
    /** How far it is; null when nothing is under way. */
    private readonly show: (busy: Busy | null) => void,
    private readonly clock: () => number = () => performance.now(),
    private readonly pause: () => Promise<void> = nextFrame,
  ) {}

  /** What is under way. */
  get current(): Undertaking | null {
    return this.#job?.undertaking ?? null
  }

  /** Begin, unless something else is under way; what can be done at once is done at once. */
  start(undertaking: Undertaking, over: Job['over']): boolean {
    if (this.#job) return false
    this.#job = { undertaking, over }
    if (!this.#slice()) void this.#run()
    return true
  }

  /** Leave the rest out; what is done stays. */
  stop(): void {
    this.#job?.undertaking.stop()
    this.#slice()
  }

  async #run(): Promise<void> {
    do await this.pause()
    while (!this.#slice())
  }

  /** True when it is over. */
  #slice(): boolean {
    const job = this.#job
    if (!job) return true
    const until = this.clock() + (isSeen() ? SLICE_MS : UNSEEN_SLICE_MS)
    const { undertaking } = job
    const isOver = undertaking.advance(() => this.clock() >= until)
    if (!isOver) {
      this.show({ done: undertaking.done, total: undertaking.total })
      return false
    }
    this.#job = null
    this.show(null)
    job.over(undertaking.problem)
    return true
  }
}

const isSeen = () => typeof document === 'undefined' || !document.hidden

/** After the next frame has been painted. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestAnimationFrame === 'undefined') {
      setTimeout(resolve)
      return
    }
    const timer = setTimeout(resolve, FRAME_WAIT_MS)
    requestAnimationFrame(() => {
      clearTimeout(timer)
      setTimeout(resolve)
    })
  })
}
