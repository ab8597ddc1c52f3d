import { expect, test } from 'vitest'
import { UPLINK } from '../../lib/sync/uplink'
import { LIMITS } from '../rooms/limits'

test('[B10] this tab sends less than the server takes in of one connection', () => {
  expect(UPLINK.bytes.perSecond).toBeLessThan(LIMITS.bytes.perSecond)
  expect(UPLINK.bytes.burst).toBeLessThan(LIMITS.bytes.burst)
  expect(UPLINK.updates.perSecond).toBeLessThan(LIMITS.updates.perSecond)
  expect(UPLINK.updates.burst).toBeLessThan(LIMITS.updates.burst)
})
