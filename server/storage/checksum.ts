import { createHash } from 'node:crypto'

/** Castagnoli's polynomial, reflected: the checksum of iSCSI, ext4 and most journals. */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  return value >>> 0
})

/** CRC-32C of `bytes`, going on from the checksum of what came before them. */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  let value = ~previous
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff]! ^ (value >>> 8)
  return ~value >>> 0
}

/** Checksum of a log row: its place counts too, so a row that strays to another board or place is noticed. */
export const rowChecksum = (board: string, seq: number, bytes: Uint8Array): number =>
  crc32c(bytes, crc32c(Buffer.from(`${board}:${seq}:`)))

/** Digest of a snapshot, its place and where its pieces end included. */
export function snapshotDigest(board: string, uptoSeq: number, pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(`${board}:${uptoSeq}:`)
  for (const piece of pieces) hash.update(`${piece.length}:`).update(piece)
  return hash.digest('hex')
}
