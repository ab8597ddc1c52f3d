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
    | 'state.cannotSave.full'
    | 'state.cannotSave.read-only'
    | 'state.paused'
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
    | 'state.why.offlineReader'
    | 'state.why.offlineKept'
    | 'state.why.offlineUnkept'
    | 'state.why.storage.full'
    | 'state.why.storage.read-only'
    | 'state.why.storage.slow'
    | 'state.why.storage.failed'
    | 'state.why.storage.behind'
    | 'state.why.refused'
    | 'state.why.readOnly'
    | 'state.why.tooNew'
  readonly tone: 'quiet' | 'good' | 'warning' | 'danger'
  /** For texts that count: changes that are unsaved, or kept; how many per cent of a large change are made. */
  readonly count: number
}

type Told = Pick<
  ConnectionState,
  'link' | 'isLoaded' | 'saved' | 'unsaved' | 'kept' | 'keepsOnDevice' | 'savingSince' | 'problem' | 'role'
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

  // The connection is closed again and again because the server can take nothing in, and that it can say.
  if (state.link === 'offline' && state.isLoaded && !isReader && state.problem?.kind === 'storage')
    return { ...troubled(state.problem, count), explanation: 'state.why.storage.behind' }
  if (state.link === 'offline') return offline(state, isReader)
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
    explanation: state.kept === count ? 'state.why.slow' : 'state.why.slowUnkept',
    tone: 'warning',
    count,
  }
}

function offline({ unsaved, kept, keepsOnDevice }: Told, isReader: boolean): SaveState {
  if (unsaved > 0 && !keepsOnDevice)
    return {
      label: 'state.offlineUnkept',
      explanation: 'state.why.offlineUnkept',
      tone: 'danger',
      count: unsaved,
    }
  // What is still being written to the device is not claimed to be on it: it is counted a moment later.
  if (kept > 0)
    return { label: 'state.offlineKept', explanation: 'state.why.offlineKept', tone: 'warning', count: kept }
  const explanation = isReader ? 'state.why.offlineReader' : 'state.why.offline'
  return { label: 'state.offline', explanation, tone: 'warning', count: 0 }
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

const STORAGE_LABELS = {
  full: 'state.cannotSave.full',
  'read-only': 'state.cannotSave.read-only',
  slow: 'state.paused',
  failed: 'state.paused',
} as const

function troubled(problem: SyncProblem, count: number): SaveState {
  if (problem.kind !== 'storage')
    return { label: 'state.notSaved', explanation: 'state.why.refused', tone: 'danger', count }
  return {
    label: STORAGE_LABELS[problem.code],
    explanation: `state.why.storage.${problem.code}`,
    // A slow disk ends the wait by itself; the others wait for somebody.
    tone: problem.code === 'slow' ? 'warning' : 'danger',
    count,
  }
}

const IN_BETWEEN: ReadonlySet<SaveState['label']> = new Set([
  'state.loading',
  'state.connecting',
  'state.saving',
  'state.writing',
])

/**
 * Epoch ms since when there is trouble; null when there is none. On a connection that comes and goes it says Saving… in
 * between, which ends nothing.
 */
export function troubledSince(
  before: number | null,
  { label, tone }: Pick<SaveState, 'label' | 'tone'>,
  now: number,
): number | null {
  if (tone === 'warning' || tone === 'danger') return before ?? now
  return IN_BETWEEN.has(label) ? before : null
}

/** Whether the state should be told across the board and not only beside the title. */
export function needsBanner(state: SaveState, troubledForMs: number): boolean {
  if (state.tone === 'danger') return true
  return state.tone === 'warning' && troubledForMs >= BANNER_AFTER_MS
}
