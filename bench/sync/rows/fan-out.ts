import type { Measured } from '../../results'
import type { Crowds } from '../crowds'
import { Histogram } from '../histogram'
import { withProcessor } from '../process'
import type { Subject } from '../subjects'

const ARTISTS = 5
const HZ = 30
const WARM_SECONDS = 12
const SECONDS = 8
/** Ours takes 200 in a second from one address. */
const JOINS_PER_SECOND = 180
/** People whose latencies are the server's: in a process that has little else to do. */
const LISTENERS = 45
/** Those who are listened to come in so many groups among the others: a server may serve them in turn. */
const GROUPS = 5
const PATIENCE_MS = 20_000

/** One room, five people drawing at 30 Hz, everybody else receiving. */
export async function measureFanOut(
  subject: Subject,
  { many, few }: Crowds,
  clients: number,
): Promise<Measured> {
  const address = await subject.newBoard()
  const others = clients - ARTISTS - LISTENERS
  let warming: Promise<number> | null = null
  for (let group = 0; group < GROUPS; group++) {
    await many.call('join', [address], Math.round(others / GROUPS), JOINS_PER_SECOND)
    const drawing = group === 0 ? ARTISTS : 0
    await few.call('join', [address], LISTENERS / GROUPS + drawing, JOINS_PER_SECOND, drawing)
    // Code that has only begun to run is slow, and is made fast beside what it does.
    warming ??= few.call('draw', others / JOINS_PER_SECOND + WARM_SECONDS, HZ)
  }
  await warming
  await new Promise((resolve) => setTimeout(resolve, 500))
  await Promise.all([many.call('watch'), few.call('watch')])
  const [edits, processor] = await withProcessor(subject.pid, () => few.call('draw', SECONDS, HZ))
  const [heard, listened] = await Promise.all([
    many.call('heard', edits, PATIENCE_MS),
    few.call('heard', edits, PATIENCE_MS),
  ])
  await Promise.all([many.call('leave'), few.call('leave')])
  const all = new Histogram().take(heard.latencies).take(listened.latencies)
  const server = new Histogram().take(listened.latencies)
  const wrong = [heard, listened].flatMap(({ fewest, most, closed }) => [
    ...(fewest === edits && most === edits ? [] : [`of ${edits} edits some got ${fewest}, some ${most}`]),
    ...(closed > 0 ? [`${closed} connections were closed`] : []),
  ])
  return {
    figures: {
      p50Ms: all.percentile(0.5),
      p95Ms: all.percentile(0.95),
      p99Ms: all.percentile(0.99),
      serverP50Ms: server.percentile(0.5),
      serverP95Ms: server.percentile(0.95),
      serverP99Ms: server.percentile(0.99),
      deliveredPerSecond: heard.total / SECONDS + listened.total / SECONDS,
      processor: processor * 100,
      generatorProcessor: heard.effort.processor * 100,
      generatorLoopP99Ms: heard.effort.loopP99Ms,
      listenersLoopP99Ms: listened.effort.loopP99Ms,
    },
    wrong,
  }
}
