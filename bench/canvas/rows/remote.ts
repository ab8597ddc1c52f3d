import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Order, Outcome } from '../crowd'
import { lookAtMiddle, settle, wheelPan, type Stage } from '../stage'
import { record, rateOf } from '../trace'
import type { Measured } from '../../results'
import type { StageRow } from './row'

const PEOPLE = 5
const RATE = 200
const SECONDS = 4
/** The last edits are on their way when the pan ends. */
const ARRIVE_MS = 10_000
const CROWD = fileURLToPath(new URL('../crowd.ts', import.meta.url))

/** Shapes that are seen at 100 %: their edits have to be painted. */
const idsInView = ({ shapes }: Stage): string[] =>
  shapes.filter(({ geo: [x, y] }) => Math.abs(x) < 600 && Math.abs(y) < 380).map(({ id }) => id)

const crowds = new Map<string, Promise<ChildProcess>>()
/** The people who edit a board; they come once and stay, as each has to load all of it. */
function crowdOf({ url, id }: NonNullable<Stage['board']>): Promise<ChildProcess> {
  const known = crowds.get(id)
  if (known) return known
  const child = fork(CROWD, [url, id, String(PEOPLE)], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=8192'],
  })
  const ready = new Promise<ChildProcess>((resolve, reject) => {
    child.once('message', () => resolve(child))
    child.once('exit', (code) => reject(new Error(`The people who edit ended with code ${code}.`)))
  })
  crowds.set(id, ready)
  return ready
}

/** Send the people who edit away. */
export async function dismissCrowds(): Promise<void> {
  for (const crowd of crowds.values()) (await crowd.catch(() => null))?.disconnect()
  crowds.clear()
}

async function ordered(child: ChildProcess, order: Order): Promise<Outcome> {
  const outcome = new Promise<Outcome>((resolve) =>
    child.once('message', (message) => resolve(message as Outcome)),
  )
  child.send(order)
  return outcome
}

/** Peers have no server here: what is due is handed to them inside the page once a frame, and costs no network. */
const editInside = (stage: Stage, order: Order): Promise<Outcome> =>
  stage.page.evaluate(
    (order) => (window as unknown as { remoteEdits(order: Order): Promise<Outcome> }).remoteEdits(order),
    order,
  )

/** Which of the edits are not on the page, once they had time to arrive. */
const missing = (stage: Stage, { places, created }: Outcome) =>
  stage.page.evaluate(
    async ({ places, created, ms }) => {
      const until = performance.now() + ms
      for (;;) {
        const here = new Map(window.ardoise!.shapes().map(({ id, geo }) => [id, String(geo)]))
        const late = [
          ...Object.keys(places).filter((id) => here.get(id) !== String(places[id])),
          ...created.filter((id) => !here.has(id)),
        ]
        if (late.length === 0 || performance.now() > until) return late.length
        await new Promise((resolve) => setTimeout(resolve, 500))
      }
    },
    { places, created, ms: ARRIVE_MS },
  )

async function measure(stage: Stage): Promise<Measured> {
  const crowd = stage.board ? await crowdOf(stage.board) : null
  await lookAtMiddle(stage)
  const order = { seconds: SECONDS, rate: RATE, ids: idsInView(stage) }
  let outcome: Outcome | null = null
  const recording = await record(stage.page, async () => {
    const editing = crowd ? ordered(crowd, order) : editInside(stage, order)
    await wheelPan(stage.page, SECONDS * 1000)
    outcome = await editing
  })
  await settle(stage)
  const late = await missing(stage, outcome!)
  const wrong = late === 0 ? [] : [`${late} shapes are not as the others left them`]
  // The recording ends when all were made: whoever cannot keep up takes longer.
  const editsPerSecond = (outcome!.edits / (recording.to - recording.from)) * 1000
  return { figures: { ...rateOf(recording), editsPerSecond }, wrong }
}

export const remote: StageRow = {
  name: 'remote',
  title: '200 remote edits a second, from five people, while panning',
  subjects: ['ours', 'excalidraw', 'tldraw'],
  goals: [{ figure: 'drawnPerSecond', is: 'at least', value: 50 }],
  measure,
}
