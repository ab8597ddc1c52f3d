import { err, ok } from '../../lib/board/ids'
import { sanitiseName } from '../../lib/protocol/person-name'
import { echoRequest, helloRequest, renameRequest } from '../../lib/protocol/session'
import { defineFeature, type Feature } from './feature'
import { Roster } from './roster'

/** Joining and leaving of a crowd costs each client at most this many messages: one per `everyMs`. */
const PEERS_EVERY_MS = 50

/** Who is here: hello, how far away, the list of peers, names. Rules PE1–PE5 in docs/protocol-session.md. */
export const createPeople = (deps: {
  serverVersion: string
  /** Keeps the name that a known person chose, for other boards and next time. */
  keepName(identityId: string, name: string): Promise<unknown>
}): Feature<Roster> =>
  defineFeature<Roster>({
    state: (now) => new Roster(now),

    on: {
      'session:hello': {
        schema: helloRequest,
        role: 'view',
        perSecond: 5,
        run({ state, session, channel }) {
          const self = state.peer(session.id)
          if (!self) return err({ code: 'internal' })
          return ok({
            self,
            sessionKey: session.about.key,
            peers: state.peers().filter((peer) => peer.id !== session.id),
            role: session.about.role,
            boardName: channel.boardName,
            serverVersion: deps.serverVersion,
          })
        },
      },
      'session:echo': { schema: echoRequest, role: 'view', perSecond: 5, run: () => ok(null) },
      'person:rename': {
        schema: renameRequest,
        role: 'view',
        perSecond: 2,
        async run({ state, session }, { name: raw }) {
          const name = sanitiseName(raw)
          if (name === '') return err({ code: 'malformed' })
          // Kept as chosen: the number that makes it unique belongs to this board only.
          if (session.about.identity) await deps.keepName(session.about.identity.id, name)
          return ok({ name: state.rename(session.about.person, name) })
        },
      },
    },

    join({ state, session }) {
      const { id, key, person, identity } = session.about
      const name = identity?.name ? sanitiseName(identity.name) : ''
      state.join({ id, key, person, name: name === '' ? null : name })
    },
    leave: ({ state, session }) => state.leave(session.id),

    flush: {
      everyMs: PEERS_EVERY_MS,
      run({ state, channel }) {
        channel.emit('session:peers', state.peers())
        return state.nextChangeMs() ?? undefined
      },
    },
  })
