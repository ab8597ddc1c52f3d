import type { LivePort } from '../../lib/engine/api'
import type { Peer } from '../../lib/protocol/session'
import type { Translate } from '../ui/i18n'

/** What somebody is called here: by the name they chose, else as a guest, in the reader's language. */
export function nameOf({ name, guest }: Peer, t: Translate<'board'>): string {
  if (guest === undefined) return name
  return guest === 1 ? t('people.guest') : t('people.guestNumber', { number: guest })
}

/** The live channel with everybody called in the reader's language, for the names beside the cursors. */
export const withNames = (live: LivePort, t: Translate<'board'>): LivePort => ({
  sendCursor: (cursor) => live.sendCursor(cursor),
  sendDraft: (draft) => live.sendDraft(draft),
  onBatch: (listener) => live.onBatch(listener),
  onPeers: (listener) =>
    live.onPeers((peers) => listener(peers.map((peer) => ({ ...peer, name: nameOf(peer, t) })))),
})
