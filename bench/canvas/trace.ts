import type { Page } from 'playwright'

interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly pid: number
  readonly tid: number
  readonly args: {
    readonly frameId?: number
    readonly data?: { readonly frameId?: number; readonly startTime?: number }
  }
}

/** What the browser says happened on one page; times in ms of the page's own clock (`performance.now()`). */
export interface Recording {
  readonly from: number
  readonly to: number
  /** When frames reached the screen: `DrawFrame` of the compositor, not animation-frame ticks. */
  readonly drawn: readonly number[]
  /** Milliseconds the main thread ran tasks between `from` and `to`. */
  readonly mainMs: number
  /** When marks were made, by name. */
  readonly marks: ReadonlyMap<string, number>
  /** When the frame that the main thread was making at `time` reached the screen; null when it never did. */
  shownAfter(time: number): number | null
}

const CATEGORIES = [
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
  'disabled-by-default-devtools.timeline',
]
const FROM = 'bench:from'
const TO = 'bench:to'
const mark = (page: Page, name: string) => page.evaluate((name) => void performance.mark(name), name)

/** Record what `act` makes the page do. */
export async function record(page: Page, act: () => Promise<void>): Promise<Recording> {
  const browser = page.context().browser()!
  await browser.startTracing(page, { categories: CATEGORIES })
  let json: Buffer
  try {
    await mark(page, FROM)
    await act()
    await mark(page, TO)
  } finally {
    json = await browser.stopTracing()
  }
  const { traceEvents } = JSON.parse(json.toString()) as { traceEvents: TraceEvent[] }
  return read(traceEvents)
}

function read(events: readonly TraceEvent[]): Recording {
  const first = events.find(({ name }) => name === FROM)
  if (!first) throw new Error('The trace has no beginning: it was too large, or the page was replaced.')
  const { pid, tid } = first
  const offset = first.ts / 1000 - first.args.data!.startTime!
  const clock = (event: TraceEvent) => event.ts / 1000 - offset
  const own = events.filter((event) => event.pid === pid).sort((a, b) => a.ts - b.ts)
  const marks = new Map(
    own.filter(({ cat }) => cat === 'blink.user_timing').map((event) => [event.name, clock(event)]),
  )
  const named = (name: string) => own.filter((event) => event.name === name)
  const drawn = named('DrawFrame').map(clock)
  const begun = named('BeginMainThreadFrame').map((event) => ({
    at: clock(event),
    id: event.args.data?.frameId,
  }))
  const activated = new Map(named('ActivateLayerTree').map((event) => [event.args.frameId, clock(event)]))
  const from = marks.get(FROM)!
  const to = marks.get(TO) ?? Infinity
  const tasks = named('RunTask').filter((event) => event.tid === tid)
  return {
    from,
    to,
    drawn: drawn.filter((at) => at >= from && at <= to),
    mainMs: busy(
      tasks.map((event) => [clock(event), clock(event) + (event.dur ?? 0) / 1000]),
      from,
      to,
    ),
    marks,
    shownAfter(time) {
      const frame = begun.findLast(({ at }) => at <= time)
      const active = frame && activated.get(frame.id)
      return active === undefined ? null : (drawn.find((at) => at >= active) ?? null)
    },
  }
}

/** Milliseconds covered by tasks (sorted by their beginning, some inside others) between `from` and `to`. */
function busy(tasks: readonly (readonly [from: number, to: number])[], from: number, to: number): number {
  let [sum, until] = [0, from]
  for (const [start, end] of tasks) {
    sum += Math.max(0, Math.min(end, to) - Math.max(start, until))
    until = Math.max(until, Math.min(end, to))
  }
  return sum
}

/** The longest time between `from` and `to` without a frame. */
export function longestGap(drawn: readonly number[], from: number, to: number): number {
  const times = [from, ...drawn.filter((at) => at > from && at < to), to]
  return Math.max(...times.slice(1).map((at, i) => at - times[i]!))
}

/** Frames a second, milliseconds of main thread for each, longest gap, between two times of a recording. */
export function rateOf(recording: Recording, from = recording.from, to = recording.to) {
  const frames = recording.drawn.filter((at) => at >= from && at <= to)
  return {
    drawnPerSecond: (frames.length / (to - from)) * 1000,
    mainMsPerFrame: recording.mainMs / Math.max(1, recording.drawn.length),
    longestGapMs: longestGap(recording.drawn, from, to),
  }
}
