import { err, ok, type Result } from '../board/ids'
import { fromJson, toJson, type BoardJson, type JsonProblem } from '../board/json'
import { MAX_SHAPES } from '../board/limits'
import { SCHEMA_VERSION } from '../board/migrations'
import type { BoardView, ShapeRecord } from '../board/shape'
import { noteOn, type ImportedBoard, type ImportRefusal } from './imported'

/** A board as an `.ardoise.json` file: lossless, and the same bytes for the same board. */
export const writeArdoise = (view: BoardView, meta: BoardJson['board']): string =>
  `${JSON.stringify(toJson(withMeta(view, meta)))}\n`

const withMeta = (view: BoardView, meta: BoardJson['board']): Parameters<typeof toJson>[0] => ({
  meta,
  size: view.size,
  get: (id) => view.get(id),
  all: () => view.all(),
  childrenOf: (parent) => view.childrenOf(parent),
  parentOf: (id) => view.parentOf(id),
  arrowsAt: (target) => view.arrowsAt(target),
  originOf: (id) => view.originOf(id),
})

export const isArdoise = (json: unknown): json is { readonly type: 'ardoise' } =>
  typeof json === 'object' && json !== null && 'type' in json && json.type === 'ardoise'

const REFUSALS: Readonly<Record<JsonProblem['code'], ImportRefusal>> = {
  'not-ours': { code: 'unknown-format', detail: 'The file is not one of Ardoise.' },
  invalid: { code: 'unknown-format', detail: 'The file has no list of shapes.' },
  'invalid-version': { code: 'unknown-format', detail: 'The file does not say its version.' },
  'too-new': {
    code: 'too-new',
    detail: `The file was written by a newer Ardoise; this one reads up to version ${SCHEMA_VERSION}.`,
  },
  'too-many': { code: 'too-many', detail: `The file has more than ${MAX_SHAPES} shapes.` },
}

/** Read a file that `writeArdoise` wrote, or somebody by hand. */
export function readArdoise(json: { readonly type: 'ardoise' }): Result<ImportedBoard, ImportRefusal> {
  const read = fromJson(json)
  if (!read.ok) return err(REFUSALS[read.error.code])
  const { board, shapes, skipped } = read.value
  return ok({
    name: board.name || null,
    background: board.background,
    shapes,
    imported: shapes.length,
    changed: newIds(json, shapes),
    skipped: skipped.map(({ type, id, reason }) => {
      const note = noteOn(type, id, ['invalid-shape'])
      return { ...note, reason: `${note.reason} (${reason})` }
    }),
  })
}

/** Shapes whose id is nowhere in the file: theirs was missing, not allowed or used twice. */
function newIds(json: object, shapes: readonly ShapeRecord[]): ImportedBoard['changed'] {
  const given = new Set<unknown>()
  if ('shapes' in json && Array.isArray(json.shapes)) {
    for (const shape of json.shapes as readonly unknown[]) {
      if (typeof shape === 'object' && shape !== null && 'id' in shape) given.add(shape.id)
    }
  }
  return shapes.filter(({ id }) => !given.has(id)).map(({ type, id }) => noteOn(type, id, ['new-id']))
}
