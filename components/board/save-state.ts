import type { ConnectionState, SyncProblem } from '../../lib/sync/connection-state'

/** A wait shorter than this is nothing to think about; a longer one is shown in amber, with its reason on click. */
export const SLOW_SAVE_MS = 5_000
/** Trouble that lasts this long is told without being asked for. */
export const BANNER_AFTER_MS = 30_000

/** What the state beside the title says: keys of the catalogue, and how much attention it asks for. */
export interface SaveState {
  readonly label:
    | 'state.loading'
    | 'state.connecting'
    | 'state.saved'
    | 'state.saving'
    | 'state.writing'
    | 'state.offline'
    | 'state.offlineKept'
    | 'state.offlineUnkept'
    | 'state.notSaved'
    | 'state.readOnly'
  /** One or two sentences: what is going on, what is kept, what to do. */
  readonly explanation:
    | 'state.why.loading'
    | 'state.why.connecting'
    | 'state.why.saved'
    | 'state.why.saving'
    | 'state.why.writing'
    | 'state.why.slow'
    | 'state.why.slowUnkept'
    | 'state.why.offline'
    | 'state.why.offlineKept'
    | 'state.why.offlineUnkept'
    | 'state.why.storage.full'
    | 'state.why.storage.read-only'
    | 'state.why.storage.slow'
    | 'state.why.storage.failed'
    | 'state.why.refused'
    | 'state.why.readOnly'
    | 'state.why.tooNew'
  readonly tone: 'quiet' | 'good' | 'warning' | 'danger'
  /** Unsaved changes, for texts that count them; how many per cent of a large change are made. */
  readonly count: number
}

type Told = Pick<
  ConnectionState,
  'link' | 'isLoaded' | 'saved' | 'unsaved' | 'isKeptOnDevice' | 'savingSince' | 'problem' | 'role'
>

/**
 * The connection in words. `role` is what the page said until the connection knows better; `isTooNew`: the board was
 * written by a newer version than this page.
 */
export function saveStateOf(
  state: Told,
  role: ConnectionState['role'],
  now: number,
  isTooNew = false,
): SaveState {
  const count = state.unsaved
  const isReader = (state.role ?? role) === 'view' || state.problem?.kind === 'read-only'

  if (state.link === 'offline') {
    if (count === 0)
      return { label: 'state.offline', explanation: 'state.why.offline', tone: 'warning', count }
    return state.isKeptOnDevice
      ? { label: 'state.offlineKept', explanation: 'state.why.offlineKept', tone: 'warning', count }
      : { label: 'state.offlineUnkept', explanation: 'state.why.offlineUnkept', tone: 'danger', count }
  }
  if (!state.isLoaded)
    return { label: 'state.loading', explanation: 'state.why.loading', tone: 'quiet', count }
  if (isTooNew) return { label: 'state.readOnly', explanation: 'state.why.tooNew', tone: 'warning', count }
  if (isReader) return { label: 'state.readOnly', explanation: 'state.why.readOnly', tone: 'quiet', count }
  if (state.problem) return troubled(state.problem, count)
  if (state.saved === 'saved')
    return { label: 'state.saved', explanation: 'state.why.saved', tone: 'good', count }
  if (state.link === 'connecting' && count === 0)
    return { label: 'state.connecting', explanation: 'state.why.connecting', tone: 'quiet', count }

  const isSlow = state.savingSince !== null && now - state.savingSince >= SLOW_SAVE_MS
  if (!isSlow) return { label: 'state.saving', explanation: 'state.why.saving', tone: 'quiet', count }
  return {
    label: 'state.saving',
    explanation: state.isKeptOnDevice ? 'state.why.slow' : 'state.why.slowUnkept',
    tone: 'warning',
    count,
  }
}

/** A large change is told by how far it is when it takes longer than this: below, it is done before it is read. */
export const LONG_CHANGE_MS = 400

/**
 * The same while a change of very many shapes is still being made: nothing is *Saved* before all of it is. `percent`
 * is null while it has not lasted long enough to be told.
 */
export function whileWriting(state: SaveState, percent: number | null): SaveState {
  if (state.tone === 'warning' || state.tone === 'danger') return state
  return percent === null
    ? { label: 'state.saving', explanation: 'state.why.saving', tone: 'quiet', count: state.count }
    : { label: 'state.writing', explanation: 'state.why.writing', tone: 'quiet', count: percent }
}

function troubled(problem: SyncProblem, count: number): SaveState {
  if (problem.kind === 'storage')
    return {
      label: 'state.notSaved',
      explanation: `state.why.storage.${problem.code}`,
      tone: 'danger',
      count,
    }
  return { label: 'state.notSaved', explanation: 'state.why.refused', tone: 'danger', count }
}

/** Whether the state should be told across the board and not only beside the title. */
export function needsBanner(state: SaveState, troubledForMs: number): boolean {
  if (state.tone === 'danger') return true
  return state.tone === 'warning' && troubledForMs >= BANNER_AFTER_MS
}
