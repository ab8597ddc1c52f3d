import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boardOf } from '../../canvas/ours'
import { median } from '../../harness'
import type { Measured } from '../../results'
import { scene } from '../../scene'
import type { Address } from '../client'
import type { Crowds } from '../crowds'
import { Histogram } from '../histogram'
import { withSubject, type Subject } from '../subjects'

/** The mix that sync servers of the field were measured with. */
const STROKE_SHARE = 0.3
const RUNS = 3
const JOINING = 10
const ARTISTS = 5
const LISTENERS = 5
const HZ = 30
const DRAW_SECONDS = 4
const PATIENCE_MS = 20_000
const RETURN_LIMIT_MS = 60_000

/** A board in the document layout of ours, made by ours: everybody is given the same bytes. */
export async function withBoardFile<T>(
  shapes: number,
  crowds: Crowds,
  run: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-bench-'))
  const file = join(folder, 'board.json')
  try {
    await withSubject('ours', async (subject) => {
      const board = await importBoard(subject, shapes)
      await crowds.many.call('download', board, file)
    })
    return await run(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function importBoard(subject: Subject, shapes: number): Promise<Address> {
  const some = await subject.newBoard()
  const url = new URL(some.url)
  const id = await boardOf({ url: `http://${url.host}` }, scene(shapes, 42, STROKE_SHARE))
  return { ...some, room: id, url: some.url.replace(some.room, id) }
}

async function boardOn(
  subject: Subject,
  shapes: number,
  file: string | null,
  { many }: Crowds,
): Promise<Address> {
  if (subject.name === 'ours' || file === null) return importBoard(subject, shapes)
  const address = await subject.newBoard()
  await many.call('upload', address, file)
  return address
}

/** One and then ten who have nothing of a large board, what that does to others, and the same after a restart. */
export async function measureCold(
  subject: Subject,
  crowds: Crowds,
  shapes: number,
  file: string | null,
): Promise<Measured> {
  const { many, few } = crowds
  const address = await boardOn(subject, shapes, file, crowds)
  await few.call('join', [address], ARTISTS + LISTENERS, 100, ARTISTS)
  const alone: number[] = []
  let bytes = 0
  for (let run = 0; run < RUNS; run++) {
    const [one] = await many.call('open', address, 1)
    alone.push(one!.ms)
    bytes = one!.bytes
  }
  await few.call('watch')
  const drawing = few.call('draw', DRAW_SECONDS, HZ)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const ten = await many.call('open', address, JOINING)
  const edits = await drawing
  const heard = await few.call('heard', edits, PATIENCE_MS)
  const others = new Histogram().take(heard.latencies)
  await few.call('leave')
  const figures: Record<string, number> = {
    megabytes: bytes / 1e6,
    bytesThereMs: median(alone),
    tenThereMs: Math.max(...ten.map(({ ms }) => ms)),
    othersP99Ms: others.percentile(0.99),
  }
  const wrong = heard.fewest === edits ? [] : [`of ${edits} edits of the others some got ${heard.fewest}`]
  if (!subject.isDurable) return { figures, wrong }

  const after: number[] = []
  for (let run = 0; run < RUNS; run++) {
    // A stop without warning only counts when what is stored is stored: some write it seconds later.
    if (run === 0) await untilStored(subject)
    await subject.restart()
    const [one] = await many.call('open', address, 1)
    after.push(one!.ms)
  }
  figures.afterRestartMs = median(after)
  const { shapes: found } = await many.call('look', address)
  const strokes = Math.ceil(edits / ARTISTS / HZ) * ARTISTS
  if (found < shapes || found > shapes + strokes) wrong.push(`${found} of ${shapes} shapes are there`)
  return { figures, wrong }
}

/** Longer than Hocuspocus waits before it stores a document that keeps changing (10 s). */
const STORED_MS = 11_000
const untilStored = ({ name }: Subject) =>
  new Promise((resolve) => setTimeout(resolve, name === 'ours' ? 0 : STORED_MS))

/** A thousand people who have the board come back after a restart; one of them has drawn meanwhile. */
export async function measureReturn(
  subject: Subject,
  crowds: Crowds,
  shapes: number,
  people: number,
  file: string | null,
): Promise<Measured> {
  const { many } = crowds
  const address = await boardOn(subject, shapes, file, crowds)
  const { stateVector } = await many.call('look', address)
  await untilStored(subject)
  let coming: ReturnType<typeof returning> | null = null
  const returning = () => many.call('comeBack', address, people, stateVector, RETURN_LIMIT_MS)
  await subject.restart(() => (coming = returning()))
  const { ms, inStep } = await coming!
  await many.call('leave')
  const late = people - inStep
  return {
    figures: late === 0 ? { inStepMs: ms } : {},
    wrong: late === 0 ? [] : [`${late} of ${people} are not in step after ${RETURN_LIMIT_MS / 1000} s`],
  }
}
