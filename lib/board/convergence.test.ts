import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { anyGeo, anyStyle } from './board.arbitrary'
import { BoardDocument } from './document'
import type { ShapeId } from './ids'
import { toJson } from './json'
import type { ShapePatch } from './shape'
import { inspectShape } from './validate'

const NAMES = ['a', 'b', 'c', 'd'] as const // few, so that peers collide
const peer = fc.nat(2)
const name = fc.constantFrom(...NAMES)
const happening = fc.oneof(
  { weight: 2, arbitrary: fc.record({ is: fc.constant('create' as const), peer, name, type: fc.constantFrom('frame', 'group', 'group', 'note') }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('patch' as const), peer, name, geo: anyGeo, style: anyStyle, key: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('nest' as const), peer, name, parent: fc.option(name) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('type' as const), peer, name, text: fc.constantFrom('one', 'one two', 'three one') }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('remove' as const), peer, name }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('undo' as const, 'redo' as const), peer }) },
  // Lost, late, twice, in any order: each update sits in a mailbox until it is delivered.
  { weight: 6, arbitrary: fc.record({ is: fc.constant('deliver' as const), peer, which: fc.nat(50), keep: fc.boolean() }) },
) // prettier-ignore
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

interface Replica {
  readonly board: BoardDocument
  readonly mailbox: Uint8Array[]
}

function replicas(): Replica[] {
  const all = [1, 2, 3].map((clientID): Replica => {
    const doc = Object.assign(new Y.Doc(), { clientID })
    return { board: new BoardDocument(doc, { now: () => 0 }), mailbox: [] }
  })
  for (const { board } of all) {
    board.doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) for (const other of all) if (other.board !== board) other.mailbox.push(update)
    })
  }
  return all
}

function play(all: readonly Replica[], event: Happening): void {
  const { board, mailbox } = all[event.peer]!
  if (event.is === 'deliver') {
    const at = event.which % Math.max(1, mailbox.length)
    const update = mailbox[at]
    if (update) Y.applyUpdate(board.doc, update)
    if (!event.keep) mailbox.splice(at, 1)
    return
  }
  if (!('name' in event)) return board[event.is]()
  const id = event.name as ShapeId
  const patch = (value: ShapePatch) => void board.apply([{ do: 'patch', id, patch: value }])
  if (event.is === 'remove') board.apply([{ do: 'remove', id }])
  else if (event.is === 'type') board.replaceText(id, event.text)
  else if (event.is === 'nest') patch({ parent: event.parent as ShapeId | null })
  else if (event.is === 'patch') {
    patch([{ geo: event.geo }, { style: event.style }, { order: 'a1' }, { data: { link: 'x' } }][event.key]!)
  } else if (!board.get(id)) {
    const { type } = event
    board.apply([
      {
        do: 'create',
        shape: { id, type, geo: [1, 2, 3, 4, 0], style: {}, order: 'a0', parent: null, data: {} },
      },
    ])
  }
}

const picture = ({ board }: Replica): string => JSON.stringify(toJson(board))
const tree = ({ board }: Replica): string => JSON.stringify(NAMES.map((id) => board.parentOf(id as ShapeId)))

test('[SY1] replicas that saw the same edits show the same board, whatever the network did', () => {
  let [contested, cycles] = [0, 0]
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 80, size: 'max' }), (script) => {
      const all = replicas()
      for (const event of script) play(all, event)
      if (new Set(all.map(picture)).size > 1) contested++
      for (const from of all) {
        for (const to of all) Y.applyUpdate(to.board.doc, Y.encodeStateAsUpdate(from.board.doc))
      }
      for (const to of all) Y.applyUpdate(to.board.doc, Y.encodeStateAsUpdate(all[2]!.board.doc))
      for (const replica of all) {
        expect(picture(replica)).toBe(picture(all[0]!))
        // Who is inside whom is derived: cycles must have been broken at the same place.
        expect(tree(replica)).toBe(tree(all[0]!))
        const late = { board: new BoardDocument(replica.board.doc), mailbox: [] }
        expect(picture(late)).toBe(picture(replica))
        const shapes = replica.board.doc.getMap('shapes')
        shapes.forEach((shape, id) => expect(inspectShape(id, shape)).toBeNull())
      }
      for (const { id, parent } of all[0]!.board.all()) {
        const holder = parent === null ? undefined : all[0]!.board.get(parent)
        if (holder && holder.type !== 'note' && all[0]!.board.parentOf(id) === null) cycles++
      }
    }),
    { numRuns: 250 },
  )
  expect(contested).toBeGreaterThan(120)
  expect(cycles).toBeGreaterThan(10)
})

// Open, in Yjs: a replica that holds a change whose ground it never got («pending») throws when it merges a shape
// that was unmade by its maker and changed and changed back elsewhere. It needs a replica with pending structs, and:
// - the server applies nothing that would leave some (`gap` in server/rooms/inspection.ts), so it logs and sends nothing
//   that does, and what it sends comes in causal order, on one connection at a time; a client has then everything that
//   an update builds on, its own changes included;
// - a client takes what an earlier visit left back out where it would stay pending (lib/sync/unsaved-changes.ts).
// What remains is a server that loaded a log with a damaged row. The property above finds the fault now and then.
test.fails('[SY1] a change is taken back while the shape is unmade elsewhere', () => {
  const all = replicas()
  play(all, { is: 'create', peer: 0, name: 'd', type: 'frame' })
  play(all, { is: 'deliver', peer: 2, which: 0, keep: false })
  play(all, { is: 'patch', peer: 2, name: 'd', geo: [0, 0, 0, 0, 0], style: {}, key: 0 })
  play(all, { is: 'deliver', peer: 1, which: 1, keep: false }) // the change before what it builds on
  play(all, { is: 'undo', peer: 0 })
  play(all, { is: 'undo', peer: 2 })
  for (const from of all) {
    for (const to of all) Y.applyUpdate(to.board.doc, Y.encodeStateAsUpdate(from.board.doc))
  }
})

test('B68 a cycle made by two honest people offline is broken the same way by both', () => {
  const all = replicas()
  const [mine, yours] = all as [Replica, Replica, Replica]
  for (const name of ['a', 'b']) play(all, { is: 'create', peer: 0, name: name as 'a', type: 'frame' })
  for (const update of yours.mailbox) Y.applyUpdate(yours.board.doc, update)
  play(all, { is: 'nest', peer: 0, name: 'a', parent: 'b' })
  play(all, { is: 'nest', peer: 1, name: 'b', parent: 'a' })
  for (const { board, mailbox } of [mine, yours]) {
    for (const update of mailbox) Y.applyUpdate(board.doc, update)
    expect([board.parentOf('a' as ShapeId), board.parentOf('b' as ShapeId)]).toEqual([null, 'a'])
  }
})
