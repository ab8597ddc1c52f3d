import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from '../../lib/protocol/session'
import { PROGRAM_GRACE_MS, Roster } from './roster'

const tab = (id: string, person = id, name: string | null = null) => ({ id, key: `key-${id}`, person, name })

test('the first ten people have ten colours, and keep their own when they come back', () => {
  const roster = new Roster(() => 0)
  for (let n = 0; n < LIMITS.colours; n++) roster.join(tab(`p${n}`))
  expect(new Set(roster.peers().map((peer) => peer.colour)).size).toBe(LIMITS.colours)
  const alone = new Roster(() => 0)
  alone.join(tab('p1'))
  const colour = alone.peer('p1')?.colour
  alone.leave('p1')
  alone.join(tab('p1'))
  expect(alone.peer('p1')?.colour).toBe(colour)
})

test('[B40] whoever comes, goes and renames: no two people have one name, tabs of one person always do', () => {
  let clashes = 0
  const step = fc.record({
    is: fc.constantFrom('join', 'leave', 'rename'),
    person: fc.integer({ min: 0, max: 4 }),
    tab: fc.integer({ min: 0, max: 2 }),
    name: fc.constantFrom('Ana', 'ana', 'Guest', 'Guest 2', 'Ana 2', 'Bob'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const roster = new Roster(() => 0)
      for (const { is, person, tab: n, name } of steps) {
        const id = `p${person}-${n}`
        if (is === 'join' && !roster.peer(id)) roster.join(tab(id, `p${person}`, n === 0 ? name : null))
        else if (is === 'leave') roster.leave(id)
        else if (roster.peer(id) && roster.rename(`p${person}`, name) !== name) clashes += 1
        const names = new Map(roster.peers().map((peer) => [peer.person, peer.name]))
        for (const peer of roster.peers()) expect(peer.name).toBe(names.get(peer.person))
        expect(new Set([...names.values()].map((one) => one.toLowerCase())).size).toBe(names.size)
        expect(roster.size).toBe(names.size)
      }
    }),
  )
  expect(clashes).toBeGreaterThan(50)
})

test('a connection with the key of a tab is no program, before, while and shortly after the tab is there', () => {
  let now = 0
  const roster = new Roster(() => now)
  const programs = () => roster.peers().filter((peer) => peer.isProgram).length
  roster.setPrograms([{ id: 'sync', sessionKey: 'key-tab' }])
  expect([programs(), roster.nextChangeMs()]).toEqual([0, PROGRAM_GRACE_MS])
  now = 5_000
  roster.join(tab('tab'))
  now = 60_000
  expect([programs(), roster.nextChangeMs()]).toEqual([0, null])
  roster.leave('tab')
  expect(programs()).toBe(0)
  now += PROGRAM_GRACE_MS
  expect(programs()).toBe(1)
})

test('a crowd of programs is told apart by number', () => {
  const roster = new Roster(() => 0)
  roster.setPrograms(Array.from({ length: 1_000 }, (_, i) => ({ id: `program-${i}`, sessionKey: null })))
  const names = roster.peers().map(({ name }) => name)
  expect([names[0], names[1], names[999]]).toEqual(['API', 'API 2', 'API 1000'])
})
