/**
 * Gathers entries into batches, one being flushed at a time. The first entry is flushed at once, with whatever
 * was added in the same tick; what comes while a flush runs waits for the next, so a slow disk makes larger
 * batches, not a longer queue of flushes. [F08]
 */
export class GroupCommit<Entry, Outcome> {
  #waiting: { entry: Entry; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void }[] = []
  #running: Promise<void> | null = null

  constructor(private readonly flush: (entries: Entry[]) => Promise<readonly Outcome[]>) {}

  /** Resolves with the entry's outcome once its batch is flushed; rejects when that batch failed. */
  add(entry: Entry): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits and nothing is being flushed. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        const outcomes = await this.flush(batch.map(({ entry }) => entry))
        batch.forEach(({ resolve }, index) => resolve(outcomes[index]!))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#running = null
  }
}
