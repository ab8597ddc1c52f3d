import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { BARRIER, MESSAGE, type BarrierStatus, type LogPlace } from '../../lib/protocol/sync'

/** Subtypes of a sync message (y-protocols). */
const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** One message of a client; the bytes inside are not looked at yet. */
export type Frame =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'step2' | 'update'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly entries: Uint8Array }
  | { readonly kind: 'query-awareness' }
  | { readonly kind: 'barrier'; readonly n: number }

/** Reads a whole frame; null when it is not exactly one message that clients may send. [B02–B05, B07] */
export function readFrame(bytes: Uint8Array): Frame | null {
  const decoder = decoding.createDecoder(bytes)
  try {
    const frame = readMessage(decoder)
    return frame && !decoding.hasContent(decoder) ? frame : null
  } catch {
    return null // truncated, or a number that is none
  }
}

function readMessage(decoder: decoding.Decoder): Frame | null {
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE.sync: {
      const subtype = decoding.readVarUint(decoder)
      if (subtype > SYNC.update) return null
      const payload = decoding.readVarUint8Array(decoder)
      if (subtype === SYNC.step1) return { kind: 'step1', stateVector: payload }
      return { kind: subtype === SYNC.step2 ? 'step2' : 'update', update: payload }
    }
    case MESSAGE.awareness:
      return { kind: 'awareness', entries: decoding.readVarUint8Array(decoder) }
    case MESSAGE.queryAwareness:
      return { kind: 'query-awareness' }
    case MESSAGE.barrier:
      return { kind: 'barrier', n: decoding.readVarUint(decoder) }
    default:
      return null
  }
}

/** In one piece, copied once: an encoder copies what is long twice, and it is sent to many. */
function syncFrame(subtype: number, payload: Uint8Array): Uint8Array {
  const head = encoding.encode((encoder) => {
    for (const value of [MESSAGE.sync, subtype, payload.length]) encoding.writeVarUint(encoder, value)
  })
  const frame = new Uint8Array(Buffer.allocUnsafeSlow(head.length + payload.length).buffer)
  frame.set(head)
  frame.set(payload, head.length)
  return frame
}

/** Of what was put in a frame last: who opens a large board at the same time as others is sent its pieces in step. */
let last: { readonly update: Uint8Array; readonly frame: Uint8Array } | null = null

export const step1Frame = (stateVector: Uint8Array) => syncFrame(SYNC.step1, stateVector)
export const step2Frame = (update: Uint8Array) => syncFrame(SYNC.step2, update)
export function updateFrame(update: Uint8Array): Uint8Array {
  if (last?.update !== update) last = { update, frame: syncFrame(SYNC.update, update) }
  return last.frame
}

/** Everything up to this place of the log is on its way, or there. */
export const positionFrame = ({ epoch, seq }: LogPlace) =>
  encoding.encode((encoder) => {
    for (const value of [MESSAGE.position, epoch, seq]) encoding.writeVarUint(encoder, value)
  })

/** What is coming is long: about so many bytes. */
export const aheadFrame = (bytes: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.ahead)
    encoding.writeVarUint(encoder, bytes)
  })

export const awarenessFrame = (entries: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, entries)
  })

export const barrierFrame = (n: number, status: BarrierStatus = BARRIER.durable) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.barrier)
    encoding.writeVarUint(encoder, n)
    encoding.writeVarUint(encoder, status)
  })

/** Awareness of nobody: a message that every stock client understands and that changes nothing. */
export const HEARTBEAT_FRAME = awarenessFrame(Uint8Array.of(0))
/** An update without structs and deletions. */
export const EMPTY_UPDATE = Uint8Array.of(0, 0)
