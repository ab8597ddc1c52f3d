import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Kinds of messages on the document channel. */
const SYNC_IN = ['step1', 'step2', 'update', 'awareness', 'query-awareness', 'barrier'] as const
const SYNC_OUT = ['board', 'step1', 'update', 'awareness', 'heartbeat', 'barrier', 'position'] as const
export type SyncOut = (typeof SYNC_OUT)[number]
/** Where something was refused; `upgrade` is before anything is known but the request. */
type Channel = 'sync' | 'session' | 'upgrade'

/** Plain numbers, since they are counted with every frame; read when somebody asks. */
class Tally {
  frames = 0
  bytes = 0
  add(bytes: number): void {
    this.frames++
    this.bytes += bytes
  }
}
const tallies = <Kind extends string>(kinds: readonly Kind[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, new Tally()])) as Record<Kind, Tally>

/** What a gauge shows: one value, or one for each value of its label. */
type Reading = number | Readonly<Record<string, number>>

/** From a flush on a fast disk to one on a disk that is dying. */
const COMMIT_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.3, 0.6, 1, 2.5, 5, 10, 30]
const LOAD_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10]
const LAG_PRECISION_MS = 10

/** What the server tells its operator of itself, in numbers. No board, person or address appears in it. */
export class Metrics {
  readonly #registry = new Registry()
  /** Messages, from clients and to them. */
  readonly traffic = {
    sync: { in: tallies(SYNC_IN), out: tallies(SYNC_OUT) },
    session: { in: tallies(['message']), out: tallies(['message']) },
  }
  readonly #refusals: Counter<'channel' | 'code' | 'reason'>

  /** From handing a batch of one board to storage until it is flushed. */
  readonly commitSeconds: Histogram
  /** From receiving a change until it is flushed. */
  readonly durableSeconds: Histogram
  readonly loadSeconds: Histogram
  readonly compactions: Counter<'outcome'>
  readonly quarantined: Counter<'kind'>

  /** Open connections of a channel, by transport. */
  readonly #connections = new Map<Channel, () => Readonly<Record<string, number>>>()

  constructor() {
    const registers = [this.#registry]
    const histogram = (name: string, help: string, buckets: number[]) =>
      new Histogram({ name, help, buckets, registers })
    const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Counter({ name, help, labelNames, registers })

    this.#refusals = counter(
      'ardoise_refusals_total',
      'Connections and messages that were refused, by close code (HTTP status before the upgrade, 0 when only the message was dropped) and reason',
      ['channel', 'code', 'reason'],
    )
    this.commitSeconds = histogram(
      'ardoise_commit_seconds',
      "Handing a board's batch of updates to storage until it is committed and flushed",
      COMMIT_SECONDS,
    )
    this.durableSeconds = histogram(
      'ardoise_edit_durable_seconds',
      'Receiving an update until it is committed and flushed',
      COMMIT_SECONDS,
    )
    this.loadSeconds = histogram('ardoise_board_load_seconds', 'Loading a board from storage', LOAD_SECONDS)
    this.compactions = counter('ardoise_compactions_total', 'Logs folded into a snapshot, by outcome', [
      'outcome',
    ])
    this.quarantined = counter('ardoise_quarantined_total', 'Damaged rows and snapshots moved aside', [
      'kind',
    ])
    this.watch('ardoise_connections', 'Open connections', ['channel', 'transport'], () =>
      Object.fromEntries(
        [...this.#connections].flatMap(([channel, read]) =>
          Object.entries(read()).map(([transport, count]) => [`${channel} ${transport}`, count]),
        ),
      ),
    )
    this.#total('ardoise_frames_total', 'Messages, by channel, direction and kind', 'frames')
    this.#total('ardoise_frame_bytes_total', 'Bytes of these messages', 'bytes')
  }

  #total(name: string, help: string, unit: keyof Pick<Tally, 'frames' | 'bytes'>): void {
    const { traffic } = this
    new Counter({
      name,
      help,
      labelNames: ['channel', 'direction', 'kind'],
      registers: [this.#registry],
      collect() {
        this.reset()
        for (const [channel, directions] of Object.entries(traffic))
          for (const [direction, kinds] of Object.entries(directions))
            for (const [kind, tally] of Object.entries(kinds as Record<string, Tally>))
              this.inc({ channel, direction, kind }, tally[unit])
      },
    })
  }

  refused(channel: Channel, code: number, reason: string): void {
    this.#refusals.inc({ channel, code: String(code), reason })
  }

  /** Where the open connections of a channel are counted. */
  countConnections(channel: Channel, read: () => Readonly<Record<string, number>>): void {
    this.#connections.set(channel, read)
  }

  /** A value that is looked up when somebody asks. */
  watch(name: string, help: string, labelNames: readonly string[], read: () => Reading): void {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
      collect() {
        this.reset()
        const reading = read()
        if (typeof reading === 'number') return this.set(reading)
        for (const [key, value] of Object.entries(reading)) {
          const values = key.split(' ')
          this.set(Object.fromEntries(labelNames.map((label, i) => [label, values[i] ?? ''])), value)
        }
      },
    })
  }

  /** Memory, processor and event-loop lag of this process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS })
  }

  get contentType(): string {
    return this.#registry.contentType
  }
  /** Everything, as Prometheus reads it. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
