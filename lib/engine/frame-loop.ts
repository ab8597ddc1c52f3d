/** Runs a frame when one was asked for, at most one per animation frame, and none when nothing changes. */
export class FrameLoop {
  #frames = 0
  #isRunning = false
  #request: number | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  readonly #waiting: (() => void)[] = []

  constructor(
    /** Paint; true when the next frame is needed too. */
    private readonly frame: () => boolean,
    /** Whether the last frame left nothing to paint that is in view, and nothing moves. */
    private readonly isSettled: () => boolean,
  ) {}

  /** Frames run since `start`. */
  get frames(): number {
    return this.#frames
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  start(): void {
    this.#isRunning = true
    this.#frames = 0
    this.schedule()
  }

  stop(): void {
    this.#isRunning = false
    if (this.#request !== null) cancelAnimationFrame(this.#request)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#request = null
    this.#timer = null
    for (const tell of this.#waiting.splice(0)) tell()
  }

  schedule(): void {
    if (!this.#isRunning || this.#request !== null) return
    this.#request = requestAnimationFrame(() => {
      this.#request = null
      this.#frames++
      if (this.frame()) this.schedule()
      if (this.isSettled()) for (const tell of this.#waiting.splice(0)) tell()
    })
  }

  /** Resolves after the next frame that leaves the picture settled; at once when no frames are run. */
  settled(): Promise<void> {
    if (!this.#isRunning) return Promise.resolve()
    this.schedule()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Run a frame in `ms`, if none comes before. */
  wakeIn(ms: number): void {
    if (!this.#isRunning) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.schedule()
    }, ms)
  }
}
