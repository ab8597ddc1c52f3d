import { describe, expect, test } from 'vitest'
import en from '../../messages/en/board.json'
import fr from '../../messages/fr/board.json'
import { initialState, type ConnectionState } from '../../lib/sync/connection-state'
import { BANNER_AFTER_MS, needsBanner, saveStateOf, SLOW_SAVE_MS, troubledSince } from './save-state'

const NOW = 1_000_000
const online: ConnectionState = {
  ...initialState,
  link: 'online',
  isLoaded: true,
  saved: 'saved',
  role: 'edit',
}
const label = (state: Partial<ConnectionState>, role: ConnectionState['role'] = 'edit') =>
  saveStateOf({ ...online, ...state }, role, NOW)

describe('the state beside the title', () => {
  test('says Saved only when the connection says so', () => {
    expect(label({}).label).toBe('state.saved')
    expect(label({ saved: 'saving', unsaved: 1, savingSince: NOW }).label).toBe('state.saving')
  })

  test('is loading until the board came once, whatever the role', () => {
    expect(label({ isLoaded: false, saved: 'saving' }).label).toBe('state.loading')
    expect(label({ isLoaded: false, role: null }, 'view').label).toBe('state.loading')
  })

  test('turns amber when saving takes longer than it should', () => {
    const saving = { saved: 'saving', unsaved: 2 } as const
    expect(label({ ...saving, savingSince: NOW - SLOW_SAVE_MS + 1 }).tone).toBe('quiet')
    expect(label({ ...saving, savingSince: NOW - SLOW_SAVE_MS }).tone).toBe('warning')
    expect(label({ ...saving, savingSince: NOW - SLOW_SAVE_MS }).explanation).toBe('state.why.slowUnkept')
  })

  test('[F24] counts what is kept on this device while offline, and says when nothing keeps it', () => {
    const offline = { link: 'offline', saved: 'offline' } as const
    // Still being written: not claimed.
    expect(label({ ...offline, unsaved: 1 }).label).toBe('state.offline')
    expect(label({ ...offline, unsaved: 2, kept: 1 })).toMatchObject({ label: 'state.offlineKept', count: 1 })
    expect(label({ ...offline, unsaved: 12, kept: 12 })).toMatchObject({
      label: 'state.offlineKept',
      count: 12,
      tone: 'warning',
    })
    expect(label({ ...offline, unsaved: 12, keepsOnDevice: false })).toMatchObject({
      label: 'state.offlineUnkept',
      tone: 'danger',
    })
    expect(label(offline).label).toBe('state.offline')
  })

  test('[F05] [F07] says why the server does not save', () => {
    for (const [code, words, tone] of [
      ['full', 'state.cannotSave.full', 'danger'],
      ['read-only', 'state.cannotSave.read-only', 'danger'],
      ['slow', 'state.paused', 'warning'],
      ['failed', 'state.paused', 'danger'],
    ] as const)
      expect(label({ saved: 'saving', problem: { kind: 'storage', code } })).toMatchObject({
        label: words,
        explanation: `state.why.storage.${code}`,
        tone,
      })
    expect(
      label({ saved: 'saving', problem: { kind: 'refused', code: 'too-large', shapes: [] } }).label,
    ).toBe('state.notSaved')
  })

  test('[F07] a server that cannot save, and takes in nothing more, is not called a lost connection', () => {
    const behind = { link: 'offline', saved: 'offline', unsaved: 3, kept: 3 } as const
    const problem = { kind: 'storage', code: 'full' } as const
    expect(label({ ...behind, problem })).toMatchObject({
      label: 'state.cannotSave.full',
      explanation: 'state.why.storage.behind',
      tone: 'danger',
    })
    expect(label({ ...behind, problem }, 'view').label).toBe('state.cannotSave.full') // the connection knows better
    expect(label({ ...behind, problem, role: 'view' }).label).not.toBe('state.cannotSave.full')
    expect(label(behind).label).toBe('state.offlineKept')
  })

  test('a reader is told so, from the page or from the connection', () => {
    expect(label({ role: null }, 'view').label).toBe('state.readOnly')
    expect(label({ role: 'view' }, 'edit').label).toBe('state.readOnly')
    expect(label({ problem: { kind: 'read-only' } }).label).toBe('state.readOnly')
    expect(saveStateOf(online, 'edit', NOW, true)).toMatchObject({
      label: 'state.readOnly',
      explanation: 'state.why.tooNew',
    })
  })

  test('is told across the board at once when work may be lost, and after a while when it is only late', () => {
    const unkept = label({ link: 'offline', saved: 'offline', unsaved: 1, keepsOnDevice: false })
    const kept = label({ link: 'offline', saved: 'offline', unsaved: 1, kept: 1 })
    expect(needsBanner(unkept, 0)).toBe(true)
    expect(needsBanner(kept, BANNER_AFTER_MS - 1)).toBe(false)
    expect(needsBanner(kept, BANNER_AFTER_MS)).toBe(true)
    expect(needsBanner(label({}), BANNER_AFTER_MS * 10)).toBe(false)
  })

  test('every state and reason has its words in both languages', () => {
    const catalogues: Readonly<Record<string, string>>[] = [en, fr]
    const states = [
      label({}),
      label({ isLoaded: false }),
      label({ link: 'connecting', saved: 'saving' }),
      label({ saved: 'saving', unsaved: 1, savingSince: NOW }),
      label({ saved: 'saving', unsaved: 1, savingSince: 0 }),
      label({ saved: 'saving', unsaved: 1, savingSince: 0, kept: 1 }),
      label({ link: 'offline' }),
      label({ link: 'offline', role: 'view' }),
      label({ link: 'offline', unsaved: 1, keepsOnDevice: false }),
      label({ link: 'offline', unsaved: 1, kept: 1 }),
      label({ problem: { kind: 'refused', code: 'too-large', shapes: [] } }),
      label({ problem: { kind: 'storage', code: 'full' } }),
      label({ problem: { kind: 'storage', code: 'read-only' } }),
      label({ problem: { kind: 'storage', code: 'slow' } }),
      label({ problem: { kind: 'storage', code: 'failed' } }),
      label({ role: 'view' }),
      saveStateOf(online, 'edit', NOW, true),
    ]
    for (const catalogue of catalogues)
      for (const { label: key, explanation } of states) {
        expect(catalogue[key] ?? catalogue[`${key}_other`], key).toBeTruthy()
        expect(catalogue[explanation] ?? catalogue[`${explanation}_other`], explanation).toBeTruthy()
      }
  })
})

test('[F15] trouble goes on while the connection comes and goes, until everything is saved', () => {
  const waiting = { unsaved: 2, kept: 2 } as const
  const gone = label({ ...waiting, link: 'offline', saved: 'offline' })
  const back = label({ ...waiting, saved: 'saving', savingSince: NOW })
  expect([gone.tone, back.tone]).toEqual(['warning', 'quiet'])
  let since: number | null = null
  for (let i = 0; i < 20; i++) {
    since = troubledSince(since, gone, NOW + i * 2_000)
    since = troubledSince(since, back, NOW + i * 2_000 + 1_000)
  }
  since = troubledSince(since, gone, NOW + 40_000)
  expect(needsBanner(gone, NOW + 40_000 - since!)).toBe(true)
  expect(troubledSince(since, label({}), NOW + 41_000)).toBeNull()
  expect(troubledSince(null, back, NOW)).toBeNull()
})
