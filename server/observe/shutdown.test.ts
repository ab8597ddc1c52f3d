import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { createShutdown } from './shutdown'

const silent = pino({ level: 'silent' })
const deps = () => ({ log: silent, exit: vi.fn(), unsaved: () => ['board'], deadlineMs: 20 })

test('ends once, after the steps, with 0', async () => {
  const said: string[] = []
  const steps = vi.fn(async () => void said.push('saved'))
  const exit = vi.fn(() => void said.push('exit'))
  const shutdown = createShutdown({ ...deps(), steps, exit })
  await Promise.all([shutdown('SIGTERM'), shutdown('SIGINT')])
  expect(said).toEqual(['saved', 'exit'])
  expect(exit).toHaveBeenCalledWith(0)
})

test('[F26] gives up after the deadline with 1, naming what is not saved', async () => {
  const error = vi.spyOn(silent, 'error')
  const given = deps()
  await createShutdown({ ...given, steps: () => new Promise(() => {}) })('SIGTERM')
  expect(given.exit).toHaveBeenCalledExactlyOnceWith(1)
  expect(error).toHaveBeenCalledWith({ boards: ['board'] }, expect.any(String))
})

test('a step that fails ends with 1', async () => {
  const given = deps()
  await createShutdown({ ...given, steps: () => Promise.reject(new Error('disk')) })('SIGTERM')
  expect(given.exit).toHaveBeenCalledExactlyOnceWith(1)
})
