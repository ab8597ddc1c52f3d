import { expect, test } from 'vitest'
import { clientAddress } from './client-address'

const from = (remoteAddress: string, forwardedFor?: string) => ({
  headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  socket: { remoteAddress },
})

test.each([
  ['nobody is trusted', from('10.0.0.1', '1.2.3.4'), 0, '10.0.0.1'],
  ['one proxy', from('10.0.0.1', '6.6.6.6, 1.2.3.4'), 1, '1.2.3.4'],
  ['two proxies', from('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2'), 2, '1.2.3.4'],
  ['a proxy that says nothing', from('10.0.0.1'), 1, '10.0.0.1'],
  ['a proxy that says nonsense', from('10.0.0.1', 'unknown'), 1, '10.0.0.1'],
  ['IPv4 in IPv6', from('::ffff:1.2.3.4'), 0, '1.2.3.4'],
  ['IPv6', from('2001:db8:0:7:1:2:3:4'), 0, '2001:db8:0:7::/64'],
  ['IPv6, another of the same customer', from('2001:db8:0:7::1'), 0, '2001:db8:0:7::/64'],
  ['IPv6, short', from('2001:db8::1'), 0, '2001:db8:0:0::/64'],
  ['IPv6, this machine', from('::1'), 0, '0:0:0:0::/64'],
  ['IPv6 with its interface', from('fe80::1%eth0'), 0, 'fe80:0:0:0::/64'],
  ['a socket that is gone', from(''), 0, 'unknown'],
])('whose budget is spent: %s', (_, request, hops, expected) => {
  expect(clientAddress(request, hops)).toBe(expected)
})
