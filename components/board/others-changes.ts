import type { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import type { LivePort } from '../../lib/engine/api'
import type { Peer } from '../../lib/protocol/session'
import type { Translate } from '../ui/i18n'
import { nameOf } from './guest-names'

/** What others do is gathered this long (ms) before it is told: a drawing is many changes. */
const GATHER_MS = 2_000
/** While they go on, it is told ever less often, up to this (ms). */
const LEAST_OFTEN_MS = 30_000
/** Names that one message holds; more of them would be a list nobody listens to. */
const MOST_NAMES = 3
/** Shapes remembered by whose hand was last seen on them. */
const MOST_HANDS = 2_000

interface Tally {
  added: number
  changed: number
  removed: number
}

interface Parts {
  readonly document: BoardDocument
  readonly live: Pick<LivePort, 'onBatch'>
  /** Everyone else on the board. */
  readonly peers: () => readonly Peer[]
  /** The stored board is here: what comes from now on is somebody's doing. */
  readonly isLoaded: () => boolean
  readonly words: () => Translate<'board'>
  readonly say: (text: string) => void
}

/**
 * Says in words what others change: who, what and how much, gathered, and ever less often while they go on. The
 * document does not say whose a change is: it is that of the hand seen on the shape just before, or of the only other
 * person there. Returns the undo.
 */
export function sayOthersChanges({ document, live, peers, isLoaded, words, say }: Parts): () => void {
  const hands = new Map<ShapeId, string>()
  /** By person; null where nobody knows. */
  const tallies = new Map<string | null, Tally>()
  let size = document.size
  let timer: ReturnType<typeof setTimeout> | null = null
  let wait = GATHER_MS

  function handOn(ids: Iterable<ShapeId>): string | null {
    const others = new Set(peers().map(({ person }) => person))
    const seen = new Set<string>()
    for (const id of ids) {
      const session = hands.get(id)
      const person = peers().find((peer) => peer.id === session)?.person
      if (person !== undefined) seen.add(person)
    }
    const known = seen.size > 0 ? seen : others
    return known.size === 1 ? [...known][0]! : null
  }

  function tell(): void {
    timer = null
    if (tallies.size === 0) {
      wait = GATHER_MS
      return
    }
    say(sentence())
    tallies.clear()
    // Looked at again even if nothing comes: only a pause makes the next message quick.
    timer = setTimeout(tell, wait)
    wait = Math.min(LEAST_OFTEN_MS, wait * 2)
  }

  function sentence(): string {
    const t = words()
    const nameOfPerson = (person: string | null): string => {
      const peer = peers().find((candidate) => candidate.person === person)
      return peer ? nameOf(peer, t) : t('others.somebody')
    }
    if (tallies.size > MOST_NAMES) {
      const count = [...tallies.values()].reduce((sum, tally) => sum + total(tally), 0)
      return t('others.many', { people: tallies.size, count })
    }
    return [...tallies]
      .flatMap(([person, tally]) =>
        (['added', 'changed', 'removed'] as const)
          .filter((what) => tally[what] > 0)
          .map((what) => t(`others.${what}`, { name: nameOfPerson(person), count: tally[what] })),
      )
      .join(' ')
  }

  const ends = [
    live.onBatch(({ drafts = [] }) => {
      for (const [session, draft] of drafts) {
        const ids =
          draft.kind === 'stroke' ? [draft.id] : draft.kind === 'drag' ? draft.shapes.map(({ id }) => id) : []
        for (const id of ids) {
          hands.delete(id)
          hands.set(id, session)
        }
      }
      for (const oldest of hands.keys()) {
        if (hands.size <= MOST_HANDS) break
        hands.delete(oldest)
      }
    }),
    document.onChange(({ shapes, isLocal }) => {
      const removed = [...shapes.values()].filter((record) => record === null).length
      const added = document.size - size + removed
      size = document.size
      if (isLocal || !isLoaded()) return
      const person = handOn(shapes.keys())
      const tally = tallies.get(person) ?? { added: 0, changed: 0, removed: 0 }
      tally.added += added
      tally.removed += removed
      tally.changed += Math.max(0, shapes.size - added - removed)
      tallies.set(person, tally)
      timer ??= setTimeout(tell, GATHER_MS)
    }),
    () => timer !== null && clearTimeout(timer),
  ]
  return () => {
    for (const end of ends) end()
  }
}

const total = ({ added, changed, removed }: Tally): number => added + changed + removed
