import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import { createEngine, type Engine } from '../../lib/engine'
import type { Role } from '../../lib/protocol/session'
import { connectBoard, type BoardConnection } from '../../lib/sync'
import { followPlace, recallPlace } from './last-places'
import { putBack, rescue, UnsavedShapes, type Rescue } from './unsaved-shapes'

/** The parts of one open board, made and ended together. */
export interface BoardSession {
  readonly document: BoardDocument
  readonly engine: Engine
  readonly connection: BoardConnection
  dispose(): void
}

export interface SessionOptions {
  readonly boardId: string
  readonly role: Role
  readonly theme: 'paper' | 'slate'
  /** Shapes of an earlier session of this tab, put on the board when it is loaded. */
  readonly rescued: Rescue | null
  /** The server refused something: this session cannot save any more, and a new one has to begin. */
  onRefused(rescued: Rescue, refusedCount: number): void
  /** The rescued shapes are on the board again, except this many. */
  onPutBack(lost: number): void
}

/** Open a board: its document, its engine and its connection. */
export function openSession(options: SessionOptions): BoardSession {
  const { boardId, role, theme } = options
  const document = new BoardDocument(new Y.Doc())
  const engine = createEngine(document, {
    theme,
    isReadOnly: role === 'view',
    standpoint: recallPlace(boardId),
  })
  const unsaved = new UnsavedShapes(document)
  const connection = connectBoard({
    boardId,
    document,
    url: location.origin,
    onRefused: ({ shapes }) => {
      const refused = new Set(shapes)
      options.onRefused(rescue(document, unsaved.ids, refused), refused.size)
    },
  })

  let { rescued } = options
  const follow = () => {
    const { role: told, problem, saved, isLoaded } = connection.state.getState()
    const isReadOnly = (told ?? role) === 'view' || problem?.kind === 'read-only' || document.isTooNew
    if (isReadOnly !== engine.state.getState().isReadOnly) engine.setReadOnly(isReadOnly)
    if (saved === 'saved') unsaved.saved()
    if (isLoaded) engine.loaded()
    if (isLoaded && rescued) {
      const waiting = rescued
      rescued = null
      options.onPutBack(isReadOnly ? waiting.size : putBack(waiting, document))
    }
  }
  const undo = [
    connection.state.subscribe(follow),
    document.onMeta(follow),
    () => unsaved.dispose(),
    followPlace(boardId, () => engine.standpoint),
  ]
  return {
    document,
    engine,
    connection,
    dispose() {
      for (const end of undo) end()
      connection.dispose()
      engine.dispose()
      document.dispose()
      document.doc.destroy()
    },
  }
}
