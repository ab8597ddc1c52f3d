/**
 * `npm run bench -- sync`: a thousand people in a room, large boards that come cold, what is said to be saved, and
 * memory; beside relays that do nothing else, `@y/websocket-server` and `@hocuspocus/server` from npm. How each figure is
 * taken is told in docs/benchmarks.md, which this writes.
 */
import { spawnSync } from 'node:child_process'
import { isBuilt } from '../scripts/build.mjs'
import { calmMachine } from './quiet'
import { failed, isNoisy, resultOf, within, type Measured } from './results'
import { withCrowds } from './sync/crowds'
import { readOptions } from './sync/options'
import { installPeers } from './sync/peers'
import { missed, results, type SyncResult } from './sync/results'
import { rows, type Row } from './sync/rows'
import { withBoardFile } from './sync/rows/cold'
import { measureDisk } from './sync/rows/saved'
import { PEERS, withSubject, type SubjectName } from './sync/subjects'
import { writeTable } from './sync/table'

/** One run of one server. */
const LIMIT_MS = 180_000

const options = readOptions(process.argv.slice(2))
let isReached = true

function tell(result: SyncResult, row: Row, cells: readonly SyncResult[]): void {
  const isOurs = result.subject === 'ours'
  const misses = isOurs ? missed(result, row.goals(result.size), cells) : []
  results.keep({ ...result, misses })
  if (isOurs && (misses.length > 0 || result.wrong.length > 0)) isReached = false
  const { row: name, size, subject, runs, figures, wrong, othersBusy } = result
  const about = {
    ...(isNoisy(result) && { othersBusy }),
    ...(wrong.length > 0 && { wrong }),
    ...(misses.length > 0 && { misses }),
  }
  console.log(JSON.stringify({ scenario: 'sync', row: name, size, subject, runs, ...figures, ...about }))
}

/** Every server in a process of its own that is new, with people who are new, so that none pays for another. */
const measureOnce = (row: Row, name: SubjectName, size: number, file: string | null): Promise<Measured> =>
  withSubject(name, (subject) =>
    withCrowds((crowds) => within(LIMIT_MS, row.measure(subject, crowds, size, file))),
  ).catch(failed)

/** All servers in turn, as often as there are runs, so that what else the machine does meets all. */
async function measure(row: Row, size: number, subjects: readonly SubjectName[]): Promise<void> {
  const shapes = row.boardShapes(size)
  const take = async (file: string | null) => {
    const busy = await calmMachine()
    const measured = new Map<SubjectName | 'disk', Measured[]>(subjects.map((name) => [name, []]))
    if (row.name === 'saved') measured.set('disk', [])
    for (let run = 0; run < options.runs; run++) {
      measured.get('disk')?.push(measureDisk())
      for (const name of subjects) {
        const runs = measured.get(name)!
        // What does not finish once is not waited for again.
        if (runs.every(({ figures }) => Object.keys(figures).length > 0))
          runs.push(await measureOnce(row, name, size, file))
      }
    }
    const cells = [...measured].map(([name, runs]) => resultOf(row.name, size, name, runs, busy))
    for (const cell of cells) tell(cell, row, cells)
  }
  // Ours makes its board by itself.
  if (shapes === null || subjects.every((name) => name === 'ours')) await take(null)
  else await withCrowds((crowds) => withBoardFile(shapes, crowds, take))
}

if (options.isMeasuring) {
  if (!isBuilt() && spawnSync('node', ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0)
    throw new Error('The build failed.')
  const wanted = rows.filter(({ name }) => options.rows.includes(name))
  const isPeer = (name: SubjectName) => PEERS.includes(name)
  const hasPeers = !options.subjects.some(isPeer) || installPeers()
  for (const row of wanted)
    for (const size of options.sizes ?? row.sizes) {
      const subjects = options.subjects.filter(
        (name) => row.subjects.includes(name) && (hasPeers || !isPeer(name)),
      )
      if (subjects.length > 0) await measure(row, size, subjects)
    }
}
if (options.isTableWanted) writeTable(results.latest)
console.log(isReached ? 'reached' : 'NOT REACHED')
if (!isReached) process.exitCode = 1
