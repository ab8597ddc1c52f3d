import type { BoardDocument } from '../../lib/board/document'
import type { Result } from '../../lib/board/ids'
import { err, ok } from '../../lib/board/ids'
import type { Engine } from '../../lib/engine/api'
import type { Point } from '../../lib/geometry/point'
import type { ImportedBoard, ImportRefusal } from '../../lib/formats'
import { MAX_IMPORT_BYTES } from '../../lib/protocol/api'

export interface ImportFailure {
  readonly code: ImportRefusal['code'] | 'unreadable' | 'refused' | 'readOnly'
  /** For `too-large`: bytes. */
  readonly size?: number
}

/** Files that the open dialog offers. What a file is, is told by what is in it. */
export const IMPORTABLE = '.excalidraw,.excalidrawlib,.json,.ardoise.json,application/json'

/**
 * Put what a file holds on the board, around `at` or in the middle of the view, as one step that can be undone. On
 * any refusal the board stays as it was.
 */
export async function importFile(
  file: File,
  engine: Engine,
  document: BoardDocument,
  at?: Point,
): Promise<Result<ImportedBoard, ImportFailure>> {
  if (engine.state.getState().isReadOnly) return err({ code: 'readOnly' })
  if (file.size > MAX_IMPORT_BYTES) return err({ code: 'too-large', size: file.size })
  const formats = import('../../lib/formats')
  const bytes = await file.arrayBuffer().catch(() => null)
  if (bytes === null) return err({ code: 'unreadable' })
  const { readFile, toEdits } = await formats
  const read = readFile(file.name, new Uint8Array(bytes))
  if (!read.ok) return err({ code: read.error.code, size: file.size })
  if (read.value.shapes.length === 0) return err({ code: 'empty' })
  return engine.place(toEdits(read.value, document), at) ? ok(read.value) : err({ code: 'refused' })
}

const EXCALIDRAW_CLIPBOARD = 'excalidraw/clipboard'

/** What Excalidraw puts on the clipboard, as a file of it; null for any other text. */
export function excalidrawClipboard(text: string): File | null {
  if (!text.includes(EXCALIDRAW_CLIPBOARD)) return null
  try {
    const copied: unknown = JSON.parse(text)
    if (typeof copied !== 'object' || copied === null) return null
    if (!('type' in copied) || copied.type !== EXCALIDRAW_CLIPBOARD) return null
    return new File([JSON.stringify({ ...copied, type: 'excalidraw', version: 2 })], 'Excalidraw')
  } catch {
    return null
  }
}

/** A board as a file of its own, lossless. */
export async function exportFile(document: BoardDocument, name: string): Promise<void> {
  const { writeArdoise } = await import('../../lib/formats')
  const text = writeArdoise(document, { name, background: document.meta.background })
  saveFile(new Blob([text], { type: 'application/json' }), `${fileNameFrom(name)}.ardoise.json`)
}

/** Hand bytes to the person as a download. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  // The browser has taken the bytes by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}

/** A name that every file system takes. */
export const fileNameFrom = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
    .slice(0, 80) || 'board'
