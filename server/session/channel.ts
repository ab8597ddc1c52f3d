import type { BoardId } from '../../lib/board/ids'
import type { ServerToClient } from '../../lib/protocol/session'
import { mount, type Feature, type SessionSocket } from './feature'
import type { Session } from './session'
import { Ticker } from './ticker'

type Payload<E extends keyof ServerToClient> = Parameters<ServerToClient[E]>
/** How a channel reaches its sockets: everyone on the board but `except`, or only one. */
export interface Outlet {
  toAll<E extends keyof ServerToClient>(
    boardId: BoardId,
    except: readonly string[],
    event: E,
    ...payload: Payload<E>
  ): void
  toOne<E extends keyof ServerToClient>(socketId: string, event: E, ...payload: Payload<E>): void
  /** Sockets whose network does not keep up with what they are sent. */
  isBehind(socketId: string): boolean
}

interface Mounted<State = unknown> {
  readonly feature: Feature<State>
  readonly state: State
  readonly ticker: Ticker | null
}

/** Everyone connected to one board, and what the features know about it. */
export class Channel {
  readonly sessions = new Map<string, Session>()
  readonly #features: readonly Mounted[]

  constructor(
    readonly boardId: BoardId,
    public boardName: string,
    features: readonly Feature<unknown>[],
    private readonly outlet: Outlet,
    private readonly options: { now: () => number; report: (error: unknown, event: string) => void },
  ) {
    this.#features = features.map((feature) => {
      const state = feature.state(options.now)
      return { feature, state, ticker: this.#tickerOf(feature, state) }
    })
  }

  #tickerOf(feature: Feature<unknown>, state: unknown): Ticker | null {
    const { flush } = feature
    if (!flush) return null
    const ticker = new Ticker(flush.everyMs, () => {
      try {
        const againMs = flush.run({ state, channel: this })
        if (typeof againMs === 'number') ticker.askIn(againMs)
      } catch (error) {
        this.options.report(error, 'flush')
      }
    })
    return ticker
  }

  /** Adds the session and lets its socket speak; returns the events that are listened to. */
  join(session: Session, socket: SessionSocket): ReadonlySet<string> {
    this.sessions.set(session.id, session)
    const events = this.#features.flatMap(({ feature, state, ticker }) => {
      const context = { state, session, channel: this }
      feature.join?.(context)
      ticker?.ask()
      return mount(feature, context, socket, () => ticker?.ask(), this.options.report)
    })
    return new Set(events)
  }

  /** Nothing happens when this very session already left, or was replaced by a newer connection of its tab. */
  leave(session: Session): void {
    if (this.sessions.get(session.id) !== session) return
    this.sessions.delete(session.id)
    for (const { feature, state, ticker } of this.#features) {
      feature.leave?.({ state, session, channel: this })
      ticker?.ask()
    }
  }

  /** The state of a feature, for what reaches a board from elsewhere in the server. */
  stateOf<State>(feature: Feature<State>): State {
    return this.#features.find((mounted) => mounted.feature === feature)?.state as State
  }

  /** Something changed in a feature's state from outside: tell everyone. */
  refresh<State>(feature: Feature<State>): void {
    this.#features.find((mounted) => mounted.feature === feature)?.ticker?.ask()
  }

  emit<E extends keyof ServerToClient>(event: E, ...payload: Payload<E>): void {
    this.outlet.toAll(this.boardId, [], event, ...payload)
  }

  emitExcept<E extends keyof ServerToClient>(
    except: Iterable<Session>,
    event: E,
    ...payload: Payload<E>
  ): void {
    const socketIds = Array.from(except, (session) => session.about.socketId)
    this.outlet.toAll(this.boardId, socketIds, event, ...payload)
  }

  emitTo<E extends keyof ServerToClient>(session: Session, event: E, ...payload: Payload<E>): void {
    this.outlet.toOne(session.about.socketId, event, ...payload)
  }

  isBehind(session: Session): boolean {
    return this.outlet.isBehind(session.about.socketId)
  }

  close(): void {
    for (const { ticker } of this.#features) ticker?.close()
  }
}
