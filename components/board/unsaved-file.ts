import type { ShapeId } from '../../lib/board/ids'
import { RecordView } from '../../lib/board/view'
import type { BoardView, ShapeRecord } from '../../lib/board/shape'
import { fileNameFrom, saveFile } from './import-files'

/** The shapes under these ids that are there, with what they lie in: their places are told from that. */
export function withContainers(board: BoardView, ids: Iterable<ShapeId>): ShapeRecord[] {
  const records = new Map<ShapeId, ShapeRecord>()
  for (const id of ids)
    for (let at: ShapeId | null = id; at !== null && !records.has(at); at = board.parentOf(at)) {
      const record = board.get(at)
      if (!record) break
      records.set(at, record)
    }
  return [...records.values()]
}

/** Hand shapes that the server does not have to the person, as a file that any board can import. */
export async function saveUnsaved(shapes: readonly ShapeRecord[], name: string): Promise<void> {
  const { writeArdoise } = await import('../../lib/formats')
  const text = writeArdoise(new RecordView(shapes), { name, background: null })
  saveFile(new Blob([text], { type: 'application/json' }), `${fileNameFrom(name)}.ardoise.json`)
}
