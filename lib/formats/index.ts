import { err, ok, type Result } from '../board/ids'
import { MAX_SHAPES } from '../board/limits'
import { isArdoise, readArdoise } from './ardoise'
import { isExcalidraw, readExcalidraw } from './excalidraw/read'
import type { ImportedBoard, ImportRefusal } from './imported'
import { readJson } from './json-file'

export type { ImportedBoard, ImportNote, ImportRefusal, ReasonCode } from './imported'
export { REASONS } from './imported'
export { MAX_FILE_BYTES } from './json-file'
export { writeArdoise } from './ardoise'
export { toEdits } from './to-edits'

function readFormat(json: unknown): Result<ImportedBoard, ImportRefusal> {
  if (isArdoise(json)) return readArdoise(json)
  if (isExcalidraw(json)) return readExcalidraw(json)
  return err({
    code: 'unknown-format',
    detail: 'The file is neither of Ardoise (.ardoise.json) nor of Excalidraw (.excalidraw, .excalidrawlib).',
  })
}

/** A file's name without its folder and its endings, for a board that the file itself does not name. */
const nameFrom = (file: string): string | null =>
  file
    .replace(/^.*[\\/]/, '')
    .replace(/\.(ardoise\.json|json|excalidraw|excalidrawlib)$/i, '')
    .trim() || null

/** Read a file of ours or of another program: what it is, is told by what is in it. */
export function readFile(name: string, bytes: Uint8Array | string): Result<ImportedBoard, ImportRefusal> {
  const json = readJson(bytes)
  if (!json.ok) return json
  const read = readFormat(json.value)
  if (!read.ok) return read
  const board = read.value
  if (board.shapes.length > MAX_SHAPES) {
    const detail = `The file makes ${board.shapes.length} shapes; a board has at most ${MAX_SHAPES}.`
    return err({ code: 'too-many', detail })
  }
  return ok(board.name === null ? { ...board, name: nameFrom(name) } : board)
}
