import * as z from 'zod/mini'
import { isShapeId, type Result, type ShapeId } from '../board/ids'
import { MAX_COORDINATE, MAX_VALUE_DEPTH } from '../board/limits'
import { SHAPE_TYPES } from '../board/shape'
import { LIMITS } from './session-limits'

/**
 * The session channel (Socket.IO, `/socket.io`, handshake query `board`): who is here, where their cursors are,
 * and what they are drawing before it is in the document. Live, may drop; never the way to keep something.
 * The rules are in docs/protocol-session.md.
 */

export { LIMITS, SESSION_KEY_PATTERN, SESSION_PATH } from './session-limits'

const coordinate = z.number().check(z.minimum(-MAX_COORDINATE), z.maximum(MAX_COORDINATE))
const id = z.custom<ShapeId>(isShapeId)
const geo = z.tuple([coordinate, coordinate, coordinate, coordinate, coordinate])
/** Small and flat: the document's own validator checks it again when it is committed. */
const style = z.record(
  z.string().check(z.maxLength(32)),
  z.union([z.string().check(z.maxLength(64)), z.number(), z.boolean()]),
)

/** Deep values would overflow the stack of whoever encodes them for the others. */
const isShallow = (value: unknown, depth = 0): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth < MAX_VALUE_DEPTH && Object.values(value).every((inner) => isShallow(inner, depth + 1)))
const data = z
  .record(z.string().check(z.maxLength(32)), z.unknown())
  .check(z.refine((value) => isShallow(value)))

/** Points (`x, y, pressure` flattened, page units) of the stroke in progress, from index `from` on. */
const strokePiece = z.strictObject({
  kind: z.literal('stroke'),
  id,
  type: z.enum(['pen', 'marker']),
  style,
  from: z.number().check(z.int(), z.minimum(0)),
  points: z.array(coordinate).check(
    z.maxLength(LIMITS.pointsPerPiece * 3),
    z.refine((points) => points.length % 3 === 0),
  ),
})
/** Shapes being moved, resized, turned, erased or first drawn: their places (parent's units), and what a new one looks like. */
const drag = z.strictObject({
  kind: z.literal('drag'),
  shapes: z
    .array(
      z.strictObject({
        id,
        geo,
        /** Present for shapes that are not in the document yet. */
        created: z.optional(
          z.strictObject({
            type: z.enum(SHAPE_TYPES),
            style,
            parent: z.nullable(id),
            data,
            /** Lines: flattened x, y local to geo. */
            points: z.optional(z.array(coordinate).check(z.maxLength(64))),
          }),
        ),
        /** It goes when the pointer lifts. */
        erased: z.optional(z.literal(true)),
        /** Arrows: ends and bends as in `ShapeData`. */
        data: z.optional(data),
      }),
    )
    .check(z.maxLength(LIMITS.shapesPerDrag)),
})
/** The gesture ended: committed shapes stay previewed until painted from the document, others vanish now. */
const end = z.strictObject({ kind: z.literal('end'), committed: z.boolean() })

export const draftMessage = z.discriminatedUnion('kind', [strokePiece, drag, end])
export type DraftMessage = z.output<typeof draftMessage>
export type StrokePiece = z.output<typeof strokePiece>
export type DragMessage = z.output<typeof drag>

export const cursorMessage = z.nullable(z.tuple([coordinate, coordinate]))
export type CursorMessage = z.output<typeof cursorMessage>

export const helloRequest = z.strictObject({})
export const echoRequest = z.strictObject({})
export const renameRequest = z.strictObject({ name: z.string().check(z.maxLength(400)) })

/** One tab of one person. Name and colour are the server's word, never the client's. */
export interface Peer {
  /** Session: a tab. */
  readonly id: string
  /** Person: an identity (the cookie); several tabs of one person share it. */
  readonly person: string
  readonly name: string
  /** Index into the people palette of the theme (`LIMITS.colours` entries). */
  readonly colour: number
  /** Set when nobody chose this name: the *n*-th guest, for the reader to say in their language. */
  readonly guest?: number
  /** True for a `/sync` socket without a session (a program). */
  readonly isProgram?: boolean
}
export type Role = 'view' | 'edit' | 'owner'

export interface Welcome {
  readonly self: Peer
  /** Passed as `?s=` on `/sync`, so that both sockets are one session. */
  readonly sessionKey: string
  readonly peers: readonly Peer[]
  readonly role: Role
  readonly boardName: string
  readonly serverVersion: string
}

/**
 * What happened since the last tick, in order. One batch serves everyone on the board, so it may hold what the
 * reader itself sent; our client leaves that out.
 */
export interface LiveBatch {
  readonly cursors?: readonly (readonly [session: string, cursor: CursorMessage])[]
  readonly drafts?: readonly (readonly [session: string, draft: DraftMessage])[]
}

/** Why a connection was refused before it began (`connect_error`, `data.code`); final for this tab. */
export type ConnectRefusal = 'no-such-board' | 'forbidden' | 'too-many-sessions' | 'internal'

/** Whether the server's storage is committing. */
export interface StorageHealth {
  readonly ok: boolean
  readonly code?: 'full' | 'read-only' | 'slow' | 'failed'
}
/** An update of this session was refused as a whole: why, and which shapes it would have changed. */
export interface SyncRefusal {
  readonly code: string
  readonly shapes: readonly string[]
}

/** Every way a request can fail; clients switch on `code`, never on text. */
export type Refusal = { readonly code: 'malformed' | 'forbidden' | 'too-fast' | 'internal' }
export type Ack<T> = (result: Result<T, Refusal>) => void

export interface ClientToServer {
  /** Fetch the truth; asked after every connect. */
  'session:hello'(request: Record<string, never>, ack: Ack<Welcome>): void
  /** Answered at once: how long that takes says how far away the server is. */
  'session:echo'(request: Record<string, never>, ack: Ack<null>): void
  'person:rename'(request: { name: string }, ack: Ack<{ name: string }>): void
  'live:cursor'(cursor: CursorMessage): void
  'live:draft'(draft: DraftMessage): void
}
export interface ServerToClient {
  'session:peers'(peers: readonly Peer[]): void
  'live:batch'(batch: LiveBatch): void
  'board:renamed'(board: { name: string }): void
  'board:deleted'(): void
  /** An update from this session was refused, and why. */
  'sync:refused'(refusal: SyncRefusal): void
  'storage:health'(health: StorageHealth): void
  /** How full the board is in per cent, once that is much; null when there is room again. */
  'board:fill'(percent: number | null): void
}
