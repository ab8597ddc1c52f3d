import type { Log } from './log'

/** Orchestrators wait 30 s before they kill; everything must be said and done before. [F25] */
const DEADLINE_MS = 20_000

interface ShutdownDeps {
  readonly log: Log
  /** Steps in order; each is awaited. */
  readonly steps: () => Promise<void>
  /** What would be lost if the process ended now, for the log. */
  readonly unsaved: () => readonly string[]
  readonly exit?: (code: number) => void
  readonly deadlineMs?: number
}

/** Ends the process in order, once, however often it is asked to; with code 1 when something could not be saved. */
export function createShutdown({
  log,
  steps,
  unsaved,
  exit = (code) => process.exit(code),
  deadlineMs = DEADLINE_MS,
}: ShutdownDeps): (reason: string, code?: number) => Promise<void> {
  let ending: Promise<void> | null = null

  async function end(reason: string, code: number): Promise<void> {
    log.info({ reason }, 'shutting down')
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), deadlineMs).unref())
    try {
      if ((await Promise.race([steps(), late])) !== 'late') return exit(code)
      log.error({ boards: unsaved() }, 'not everything could be saved in time')
    } catch (error) {
      log.error({ err: error, boards: unsaved() }, 'shutdown failed')
    }
    exit(1)
  }

  return (reason, code = 0) => (ending ??= end(reason, code))
}
