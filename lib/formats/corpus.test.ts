import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { naturalSize, unpackPoints } from '../board/points'
import type { ShapeRecord } from '../board/shape'
import { validateShape } from '../board/validate'
import { RecordView } from '../board/view'
import { boundsOf, place } from '../shapes'
import { readFile, writeArdoise } from './index'

const FOLDER = join(process.cwd(), '../shared/corpus/excalidraw')
const isThere = existsSync(FOLDER)
const files = isThere ? readdirSync(FOLDER).filter((file) => /\.excalidraw(lib)?$/.test(file)) : []

interface Library {
  readonly library?: readonly (readonly unknown[])[]
  readonly libraryItems?: readonly { readonly elements: readonly unknown[] }[]
}
const elementsOf = ({ library, libraryItems }: Library): readonly { id: string; isDeleted: boolean }[] =>
  (libraryItems ?? []).flatMap(({ elements }) => elements).concat((library ?? []).flat()) as never

test.skipIf(!isThere)(`the published libraries (skipped where ${FOLDER} is absent)`, () => {
  expect(files).toHaveLength(27)
})

describe.skipIf(!isThere)('published Excalidraw libraries', () => {
  test.each(files)('%s: every element accounted for; exported, imported again, equal', (file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8')
    const read = readFile(file, text)
    if (!read.ok) throw new Error(read.error.detail)
    const board = read.value
    const elements = elementsOf(JSON.parse(text) as Library)

    expect(board.imported + board.skipped.length).toBe(elements.length)
    // Nothing in these files is beyond what a board can show.
    expect(board.skipped).toEqual([])
    for (const shape of board.shapes) expect(validateShape(shape)).toMatchObject({ ok: true })
    const view = new RecordView(board.shapes)
    for (const { id, parent } of board.shapes) {
      expect(view.parentOf(id)).toBe(parent)
      expect(Object.values(boundsOf(place(view, id)!)).every(Number.isFinite)).toBe(true)
    }

    const meta = { name: board.name ?? '', background: board.background }
    const exported = writeArdoise(view, meta)
    const again = readFile(file, exported)
    if (!again.ok) throw new Error(again.error.detail)
    expect(again.value).toMatchObject({ imported: board.shapes.length, changed: [], skipped: [] })
    // The same points may be packed in a coarser quantum that they are multiples of.
    const unpacked = ({ points, ...shape }: ShapeRecord): object =>
      points ? { ...shape, points: unpackPoints(points), size: naturalSize(points) } : shape
    const shapes = (all: readonly ShapeRecord[]) => new Map(all.map((shape) => [shape.id, unpacked(shape)]))
    expect(shapes(again.value.shapes)).toEqual(shapes(board.shapes))
    expect(writeArdoise(new RecordView(again.value.shapes), meta)).toBe(exported)
  })
})
