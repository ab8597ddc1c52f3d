import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Metrics } from '../observe/metrics'
import { GOODBYE, sayGoodbye, type Goodbye } from './goodbye'

test('every way of ending a connection is counted, by its code and reason', async () => {
  const metrics = new Metrics()
  const said: unknown[] = []
  const socket = {
    resume: () => {},
    terminate: () => said.push('cut'),
    close: (code: number, reason: string) => said.push([code, reason]),
  }
  const reasons = Object.keys(GOODBYE) as Goodbye[]
  for (const why of reasons) sayGoodbye(socket, why, metrics)
  const text = await metrics.text()
  for (const why of reasons)
    expect(text).toContain(`channel="sync",code="${GOODBYE[why].code}",reason="${why}"} 1`)
  expect(said).toContain('cut')
  expect(said).toContainEqual([4404, 'no such board'])
})

test('no connection of the document channel is ended anywhere else', () => {
  const folder = new URL('.', import.meta.url)
  const files = readdirSync(folder).filter((name) => /^(?!.*(test|fixture)).*\.ts$/.test(name))
  const ends = files.filter((name) =>
    /(?:socket|ws)\.(?:close|terminate|destroy)\(/.test(readFileSync(new URL(name, folder), 'utf8')),
  )
  // At the very end of the process the last sockets are cut, when everybody was told.
  expect(ends).toEqual(['goodbye.ts', 'rooms.ts'])
})
