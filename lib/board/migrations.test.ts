import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from './document'
import { fromJson, toJson } from './json'
import { migrateShape, MIGRATIONS, readVersion, SCHEMA_VERSION, type Migration } from './migrations'
import { inspectShape } from './validate'

/** A published step, as it will always be: its name and the hash of its code. */
const fingerprint = ({ name, up, down }: Migration): string =>
  `${name} ${createHash('sha256').update(`${up.toString()}\n${down.toString()}`).digest('hex').slice(0, 16)}`

/** Append the fingerprint of a new step here when it is published; never change a line. */
const PUBLISHED: readonly string[] = []

/** Whether `list` is `published` with nothing edited, reordered or removed, and at most something appended. */
const isExtension = (published: readonly string[], list: readonly Migration[]): boolean =>
  published.every((line, i) => list[i] !== undefined && fingerprint(list[i]) === line)

/** Steps as a later version will have them. */
const rename: Migration = {
  name: 'ink instead of stroke',
  up: ({ style, ...rest }) => {
    const { stroke, ...others } = (style ?? {}) as Record<string, unknown>
    return { ...rest, style: { ...others, ink: stroke } }
  },
  down: ({ style, ...rest }) => {
    const { ink, ...others } = (style ?? {}) as Record<string, unknown>
    return { ...rest, style: { ...others, stroke: ink } }
  },
}
const addLayer: Migration = {
  name: 'layer',
  up: (shape) => ({ ...shape, layer: 0 }),
  down: ({ layer: _, ...shape }) => shape,
}

describe('the list of migrations', () => {
  test('is append-only: no published step was edited, reordered or removed', () => {
    expect(isExtension(PUBLISHED, MIGRATIONS)).toBe(true)
    expect(PUBLISHED.length, 'publish the fingerprint with the step').toBe(MIGRATIONS.length)
    expect(new Set(MIGRATIONS.map(({ name }) => name)).size).toBe(MIGRATIONS.length)
    expect(SCHEMA_VERSION).toBe(MIGRATIONS.length + 1)
  })

  test('and the guard notices each way of breaking that', () => {
    const published = [rename, addLayer].map(fingerprint)
    expect(isExtension(published, [rename, addLayer])).toBe(true)
    expect(isExtension(published, [rename, addLayer, { ...addLayer, name: 'next' }])).toBe(true)
    expect(isExtension(published, [rename])).toBe(false)
    expect(isExtension(published, [addLayer, rename])).toBe(false)
    expect(isExtension(published, [{ ...rename, name: 'renamed' }, addLayer])).toBe(false)
    expect(isExtension(published, [rename, { ...addLayer, up: (shape) => ({ ...shape, layer: 1 }) }])).toBe(
      false,
    )
  })
})

describe('a shape', () => {
  const steps = [rename, addLayer]
  const stored = { type: 'note', geo: [0, 0, 1, 1, 0], style: { stroke: 'red', width: 2 } }

  test('is brought up and down through every step between two versions', () => {
    const newest = migrateShape(stored, 1, 3, steps)
    expect(newest).toEqual({ ...stored, style: { width: 2, ink: 'red' }, layer: 0 })
    expect(migrateShape(newest, 3, 1, steps)).toEqual(stored)
    expect(migrateShape(migrateShape(stored, 1, 2, steps), 2, 3, steps)).toEqual(newest)
    expect(migrateShape(stored, 2, 2, steps)).toBe(stored)
  })
})

test('F27 a version newer than ours is too-new, one that is none is invalid, none at all is the first', () => {
  expect(readVersion(undefined)).toEqual({ ok: true, value: 1 })
  expect(readVersion(SCHEMA_VERSION)).toEqual({ ok: true, value: SCHEMA_VERSION })
  expect(readVersion(SCHEMA_VERSION + 1)).toEqual({ ok: false, error: { code: 'too-new' } })
  for (const value of [0, -1, 1.5, NaN, '1', null, {}]) {
    expect(readVersion(value)).toEqual({ ok: false, error: { code: 'invalid-version' } })
  }
})

describe('the board of version 1, as it was released', () => {
  const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
  const file = () => fixture('version-1.ardoise.json').toString('utf8')

  test('still opens from its stored bytes, as the same drawing', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, fixture('version-1.update'))
    const board = new BoardDocument(doc)
    expect(board.size).toBe(13)
    doc.getMap('shapes').forEach((shape, id) => expect(inspectShape(id, shape)).toBeNull())
    expect(toJson(board)).toEqual(JSON.parse(file()))
  })

  test('still opens from its file, and is written the same again', () => {
    const read = fromJson(JSON.parse(file()))
    if (!read.ok) throw new Error(read.error.code)
    expect(read.value.skipped).toEqual([])
    const board = new BoardDocument(new Y.Doc())
    board.setMeta(read.value.board)
    board.apply(read.value.shapes.map((shape) => ({ do: 'create', shape })))
    expect(JSON.stringify(toJson(board))).toBe(JSON.stringify(JSON.parse(file())))
  })
})
