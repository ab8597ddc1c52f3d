import { ok } from '../../lib/board/ids'
import { cursorMessage, draftMessage, LIMITS } from '../../lib/protocol/session'
import type { Channel } from './channel'
import { defineFeature } from './feature'
import { LiveBoard } from './live-board'
import type { Session } from './session'

/** Ours sends 30 a second; faster pens are welcome, a flood is not. [B42] */
const CURSORS_PER_SECOND = 60
/** One per animation frame of a fast screen, and what a reconnect tells again. */
const DRAFTS_PER_SECOND = 150
/** How often somebody who fell behind is looked at again while nothing moves. */
const BEHIND_CHECK_MS = 200

/** Sessions that cannot take a batch now; who can again is first told what they missed. */
function passOver(state: LiveBoard, channel: Channel): Session[] {
  const skipped: Session[] = []
  for (const session of channel.sessions.values()) {
    if (channel.isBehind(session)) {
      state.behind.add(session.id)
      skipped.push(session)
    } else if (state.behind.delete(session.id)) {
      channel.emitTo(session, 'live:batch', state.pictureAgain(session.id, channel.sessions.keys()))
    }
  }
  return skipped
}

/** Cursors and what is being drawn: one batch per board per tick. Rules LV1–LV6 in docs/protocol-session.md. */
export const live = defineFeature<LiveBoard>({
  state: () => new LiveBoard(),

  on: {
    'live:cursor': {
      schema: cursorMessage,
      role: 'view',
      perSecond: CURSORS_PER_SECOND,
      run({ state, session }, cursor) {
        state.cursor(session.id, cursor)
        return ok(null)
      },
    },
    'live:draft': {
      schema: draftMessage,
      role: 'edit',
      perSecond: DRAFTS_PER_SECOND,
      run({ state, session }, draft) {
        state.draft(session.id, draft)
        return ok(null)
      },
    },
  },

  join({ state, session, channel }) {
    const picture = state.picture(session.id)
    if (picture) channel.emitTo(session, 'live:batch', picture)
  },
  leave: ({ state, session }) => state.leave(session.id),

  flush: {
    everyMs: LIMITS.tickMs,
    run({ state, channel }) {
      // Who does not keep up misses batches instead of making the server remember them all. [F31]
      const skipped = passOver(state, channel)
      const againMs = skipped.length > 0 ? BEHIND_CHECK_MS : undefined
      const news = state.take()
      if (!news) return againMs
      // A lone sender is not told their own; in a crowd one encoding for all is cheaper than one for each.
      const [only, ...others] = news.senders
      const sender = only !== undefined && others.length === 0 ? channel.sessions.get(only) : undefined
      channel.emitExcept(sender ? [...skipped, sender] : skipped, 'live:batch', news.batch)
      return againMs
    },
  },
})
