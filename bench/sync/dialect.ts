import * as encoding from 'lib0/encoding'

/** Which words a server expects around the same Yjs updates. */
export type DialectName = 'y-websocket' | 'hocuspocus'

const SYNC = 0
const [STEP1, STEP2, UPDATE] = [0, 1, 2] as const
/** Hocuspocus: who one is, and the answer to step 1. */
const [AUTH, TOKEN, SYNC_REPLY] = [2, 0, 4] as const
/** Ours: answered when everything before it is on the disk. */
const BARRIER = 100

/** What a message is, as far as the bench wants to know. */
export type MessageKind = 'step1' | 'step2' | 'update' | 'barrier' | 'other'

export interface Dialect {
  /** What is sent on opening: everything of the board is asked for, or what is not in `stateVector`. */
  hello(room: string, stateVector?: Uint8Array): readonly Uint8Array[]
  update(room: string, update: Uint8Array): Uint8Array
  kindOf(message: Uint8Array): MessageKind
}

const NOTHING = Uint8Array.of(0)

const framed = (room: string | null, type: number, write: (encoder: encoding.Encoder) => void): Uint8Array =>
  encoding.encode((encoder) => {
    if (room !== null) encoding.writeVarString(encoder, room)
    encoding.writeVarUint(encoder, type)
    write(encoder)
  })
const sync = (room: string | null, subtype: number, bytes: Uint8Array) =>
  framed(room, SYNC, (encoder) => {
    encoding.writeVarUint(encoder, subtype)
    encoding.writeVarUint8Array(encoder, bytes)
  })

function kindAt(message: Uint8Array, at: number): MessageKind {
  const type = message[at]
  if (type === BARRIER) return 'barrier'
  if (type !== SYNC && type !== SYNC_REPLY) return 'other'
  const subtype = message[at + 1]
  return subtype === STEP1 ? 'step1' : subtype === STEP2 ? 'step2' : subtype === UPDATE ? 'update' : 'other'
}

const yWebsocket: Dialect = {
  hello: (_, stateVector = NOTHING) => [sync(null, STEP1, stateVector)],
  update: (_, update) => sync(null, UPDATE, update),
  kindOf: (message) => kindAt(message, 0),
}

/** Each message begins with the document's name, shorter than 128 bytes; nothing is said before one's name. */
const hocuspocus: Dialect = {
  hello: (room, stateVector = NOTHING) => [
    framed(room, AUTH, (encoder) => {
      encoding.writeVarUint(encoder, TOKEN)
      encoding.writeVarString(encoder, '')
      encoding.writeVarString(encoder, '4.7.0')
    }),
    sync(room, STEP1, stateVector),
  ],
  update: (room, update) => sync(room, UPDATE, update),
  kindOf: (message) => kindAt(message, 1 + message[0]!),
}

export const dialects: Readonly<Record<DialectName, Dialect>> = { 'y-websocket': yWebsocket, hocuspocus }

export const barrier = (n: number): Uint8Array =>
  framed(null, BARRIER, (encoder) => encoding.writeVarUint(encoder, n))
/** The answer to a barrier: its number, and whether it is durable. */
export function readBarrier(message: Uint8Array): { readonly n: number; readonly isDurable: boolean } {
  let [n, shift, at] = [0, 0, 1]
  for (; message[at]! >= 128; at++, shift += 7) n |= (message[at]! & 127) << shift
  n |= message[at]! << shift
  return { n, isDurable: message[at + 1] === 1 }
}
