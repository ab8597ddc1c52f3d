import type { Socket } from 'socket.io'
import type { ZodMiniType } from 'zod/mini'
import { err, type Result } from '../../lib/board/ids'
import type { TunnelToClient, TunnelToServer } from '../../lib/protocol/document-tunnel'
import type { Ack, ClientToServer, Refusal, Role, ServerToClient } from '../../lib/protocol/session'
import type { Channel } from './channel'
import type { Session } from './session'

export interface SocketData {
  session: Session
  boardName: string
}
export type SessionSocket = Socket<
  ClientToServer & TunnelToServer,
  ServerToClient & TunnelToClient,
  Record<string, never>,
  SocketData
>
type EventName = keyof ClientToServer
type RequestOf<E extends EventName> = Parameters<ClientToServer[E]>[0]
type ReplyOf<E extends EventName> = Parameters<ClientToServer[E]> extends [unknown, Ack<infer T>] ? T : null
type Answer<T> = Result<T, Refusal>

/** What a handler sees: its feature's state on this board, who asks, and everyone else. */
export interface Context<State> {
  readonly state: State
  readonly session: Session
  readonly channel: Channel
}

interface Handler<State, E extends EventName> {
  readonly schema: ZodMiniType<RequestOf<E>>
  /** The least role that may. */
  readonly role: Role
  /** Sustained rate of one session; twice that at once. */
  readonly perSecond: number
  run(context: Context<State>, request: RequestOf<E>): Answer<ReplyOf<E>> | Promise<Answer<ReplyOf<E>>>
}

/** One subject of the session channel: its events, and what happens when somebody comes and goes. */
export interface Feature<State> {
  /** Made once per board; holds no socket and no timer. */
  state(now: () => number): State
  readonly on?: { readonly [E in EventName]?: Handler<State, E> }
  join?(context: Context<State>): void
  leave?(context: Context<State>): void
  /** Tells everyone what changed: asked for after anything happened, run at most once per `everyMs`. */
  readonly flush?: {
    readonly everyMs: number
    /** Returns in how many ms it should run again, if time alone will change something. */
    run(context: { readonly state: State; readonly channel: Channel }): number | void
  }
}

/** Ties the types of a feature together; every event declares its schema, role and rate. */
export const defineFeature = <State>(feature: Feature<State>): Feature<State> => feature

const RANK: Readonly<Record<Role, number>> = { view: 0, edit: 1, owner: 2 }

/** A feature's events on one board's socket. The only place a socket event reaches code: limit, authorise, parse, run, and always answer. */
export function mount<State>(
  feature: Feature<State>,
  context: Context<State>,
  socket: Pick<SessionSocket, 'on'>,
  after: () => void,
  report: (error: unknown, event: string) => void,
): readonly string[] {
  const names = Object.keys(feature.on ?? {}) as EventName[]
  for (const event of names) {
    const handler = feature.on?.[event] as Handler<State, typeof event> | undefined
    if (!handler) continue
    const { session } = context
    const handle = async (raw: unknown): Promise<Answer<unknown>> => {
      if (!session.allow(event, handler.perSecond)) return err({ code: 'too-fast' })
      if (RANK[session.about.role] < RANK[handler.role]) return err({ code: 'forbidden' })
      const request = handler.schema.safeParse(raw)
      if (!request.success) return err({ code: 'malformed' })
      try {
        return await handler.run(context, request.data)
      } catch (error) {
        report(error, event)
        return err({ code: 'internal' })
      } finally {
        after()
      }
    }
    // Payload and acknowledgement are whatever the other side sent, so they are `unknown` to the emitter's types too.
    const listen = socket.on as (event: string, listener: (raw: unknown, ack: unknown) => void) => void
    listen.call(socket, event, (raw, ack) => {
      void handle(raw).then((answer) => {
        if (typeof ack === 'function') (ack as (answer: unknown) => void)(answer)
        else if (typeof raw === 'function') (raw as (answer: unknown) => void)(err({ code: 'malformed' }))
      })
    })
  }
  return names
}
