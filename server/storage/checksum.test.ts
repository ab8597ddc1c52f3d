import { expect, test } from 'vitest'
import { crc32c, rowChecksum, snapshotDigest } from './checksum'

test('crc32c gives the values of RFC 3720, B.4', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
  expect(crc32c(new Uint8Array())).toBe(0)
})

test('crc32c can be taken in pieces, of any length', () => {
  const bytes = Buffer.from('123456789')
  for (let at = 0; at <= bytes.length; at++)
    expect(crc32c(bytes.subarray(at), crc32c(bytes.subarray(0, at)))).toBe(0xe3069283)
})

test('the same bytes in another place have another checksum', () => {
  const bytes = Buffer.from('ink')
  const sums = [rowChecksum('a', 1, bytes), rowChecksum('a', 2, bytes), rowChecksum('b', 1, bytes)]
  expect(new Set(sums).size).toBe(3)
  expect(snapshotDigest('a', 1, [bytes])).not.toBe(snapshotDigest('b', 1, [bytes]))
  const [ink, pot] = [Buffer.from('ink'), Buffer.from('pot')]
  expect(snapshotDigest('a', 1, [ink, pot])).not.toBe(snapshotDigest('a', 1, [Buffer.from('inkpot')]))
})
