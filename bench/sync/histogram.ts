/** Latencies in buckets of a tenth of a millisecond, up to 20 s: as many samples as there are, in little room. */
const BUCKETS_PER_MS = 10
const BUCKETS = 20_000 * BUCKETS_PER_MS

export class Histogram {
  readonly #buckets = new Uint32Array(BUCKETS)
  count = 0

  add(ms: number): void {
    this.#buckets[Math.min(BUCKETS - 1, Math.round(ms * BUCKETS_PER_MS))]!++
    this.count++
  }

  /** The buckets that are not empty, as they travel between processes. */
  get entries(): [bucket: number, count: number][] {
    const entries: [number, number][] = []
    this.#buckets.forEach((count, bucket) => count > 0 && entries.push([bucket, count]))
    return entries
  }
  take(entries: readonly (readonly [bucket: number, count: number])[]): this {
    for (const [bucket, count] of entries) {
      this.#buckets[bucket]! += count
      this.count += count
    }
    return this
  }

  /** Milliseconds below which the share `p` of all samples lies. */
  percentile(p: number): number {
    let left = Math.ceil(this.count * p)
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#buckets[bucket]!
      if (left <= 0 && this.count > 0) return bucket / BUCKETS_PER_MS
    }
    return NaN
  }
}
