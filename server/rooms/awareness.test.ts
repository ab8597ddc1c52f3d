import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RoomAwareness } from './awareness'

interface Owner {
  clientId: number | null
  readonly name: string | null
}
const frame = (entries: readonly (readonly [id: number, clock: number, json: string])[]) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [id, clock, json] of entries) {
      encoding.writeVarUint(encoder, id)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })
function read(bytes: Uint8Array | null): Map<number, { clock: number; state: unknown }> {
  const states = new Map<number, { clock: number; state: unknown }>()
  if (!bytes) return states
  const decoder = decoding.createDecoder(bytes)
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const id = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    states.set(id, { clock, state: JSON.parse(decoding.readVarString(decoder)) as unknown })
  }
  return states
}

test('[B36] [K37] whatever anybody says of anybody, each is seen as itself says, under the name that the server knows', () => {
  const json = fc.oneof(
    fc.constant('null'),
    fc
      .record({ mood: fc.nat(9), user: fc.record({ name: fc.string() }) })
      .map((state) => JSON.stringify(state)),
    fc.string(),
  )
  const said = fc.record({
    who: fc.nat(3),
    entries: fc.array(fc.tuple(fc.nat(5), fc.oneof(fc.nat(9), fc.constant(2 ** 52)), json), { maxLength: 4 }),
    leaves: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(said, { maxLength: 40 }), (script) => {
      const awareness = new RoomAwareness<Owner>()
      const owners: Owner[] = [0, 1, 2, 3].map((i) => ({
        clientId: null,
        name: i % 2 ? `person ${i}` : null,
      }))
      const bound = new Map<number, Owner>()
      const shown = new Map<number, { clock: number; state: unknown }>()
      for (const { who, entries, leaves } of script) {
        const owner = owners[who]!
        const before = new Map(shown)
        awareness.receive(owner, frame(entries), (id) => {
          if (owner.clientId !== null || bound.has(id)) return
          owner.clientId = id
          bound.set(id, owner)
        })
        if (leaves) {
          awareness.leave(owner)
          if (owner.clientId !== null) bound.delete(owner.clientId)
          owners[who] = { clientId: null, name: owner.name }
        }
        for (const [id, entry] of read(awareness.takeChanges()?.entries ?? null)) {
          // Only who speaks may change what is shown, clocks only rise, and nobody can pin one far ahead.
          const last = before.get(id)
          if (JSON.stringify(last?.state) !== JSON.stringify(entry.state)) expect(id).toBe(owner.clientId)
          expect(entry.clock).toBeGreaterThanOrEqual(last?.clock ?? 0)
          expect(entry.clock - (last?.clock ?? 0)).toBeLessThanOrEqual(5 * (1e6 + 1))
          const name = (entry.state as { user?: { name?: string } } | null)?.user?.name
          if (name !== undefined && owner.name !== null) expect(name).toBe(owner.name)
          shown.set(id, entry)
        }
      }
      const here = [...read(awareness.everyone())].map(([id]) => id)
      for (const id of here) expect(bound.has(id)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
