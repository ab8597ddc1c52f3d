import { expect, test } from 'vitest'
import type { LivePort } from '../../lib/engine/api'
import type { Peer } from '../../lib/protocol/session'
import french from '../../messages/fr/board.json'
import type { Translate } from '../ui/i18n'
import { translator } from '../ui/translate'
import { nameOf, withNames } from './guest-names'

const t: Translate<'board'> = translator('fr', french)
const peer = (name: string, guest?: number): Peer => ({
  id: name,
  person: name,
  name,
  colour: 0,
  ...(guest !== undefined && { guest }),
})

test('guests are called in the language of the reader, others by their name', () => {
  const names = [peer('Guest', 1), peer('Guest 2', 2), peer('Guest')].map((peer) => nameOf(peer, t))
  expect(names).toEqual(['Invité', 'Invité 2', 'Guest'])
})

test('so are they beside their cursors', () => {
  const told: string[][] = []
  const live: LivePort = {
    sendCursor: () => {},
    sendDraft: () => {},
    onBatch: () => () => {},
    onPeers(listener) {
      listener([peer('Guest', 1), peer('Ana')])
      return () => {}
    },
  }
  withNames(live, t).onPeers((peers) => told.push(peers.map(({ name }) => name)))
  expect(told).toEqual([['Invité', 'Ana']])
})
