import * as encoding from 'lib0/encoding'

/**
 * What two clients wrote in turns, each behind the other's last, while `waiting` more wait for the last of all; the first
 * waits for clock `firstBehind` of the second, if told.
 */
export const writtenInTurns = (length: number, waiting: number, firstBehind?: number): Uint8Array =>
  encoding.encode((encoder) => {
    const behind = (client: number, clock: number) => {
      encoding.writeUint8(encoder, 0x81) // deleted content with an origin
      for (const value of [client, clock, 1]) encoding.writeVarUint(encoder, value)
    }
    encoding.writeVarUint(encoder, 2 + waiting)
    for (const client of [1, 2]) {
      for (const value of [length, client, 0]) encoding.writeVarUint(encoder, value)
      for (let clock = 0; clock < length; clock++)
        if (client === 2) behind(1, clock)
        else if (clock > 0) behind(2, clock - 1)
        else if (firstBehind !== undefined) behind(2, firstBehind)
        else {
          encoding.writeUint8(encoder, 0x01)
          encoding.writeVarUint(encoder, 1)
          encoding.writeVarString(encoder, 'shapes')
          encoding.writeVarUint(encoder, 1)
        }
    }
    for (let i = 0; i < waiting; i++) {
      for (const value of [1, 10 + i, 0]) encoding.writeVarUint(encoder, value)
      behind(1, length - 1)
    }
    encoding.writeVarUint(encoder, 0)
  })
