import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import type { ShapeRecord } from '../../lib/board/shape'
import { createEngine, type Engine } from '../../lib/engine'
import type { Role } from '../../lib/protocol/session'
import type { Theme } from '../../lib/shapes/palette'
import { connectBoard, takeEarlyConnection, takeEarlyOpening, type BoardConnection } from '../../lib/sync'
import { followPlace, recallPlace } from './last-places'
import { takePreview } from './preview-script'
import { withContainers } from './unsaved-file'
import { putBack, rescue, shapesIn, UnsavedShapes, type Rescue } from './unsaved-shapes'

/** The server refused a change, or has another board now: this session cannot save any more, and a new one has to begin. */
export interface Refused {
  /** The board was recovered from a backup. */
  readonly isRecovered: boolean
  /** What was unsaved, without what was refused. */
  readonly rescued: Rescue
  /** What the server named as the shapes that it does not take. */
  readonly lost: readonly ShapeRecord[]
}

/** The parts of one open board, made and ended together. */
export interface BoardSession {
  readonly document: BoardDocument
  readonly engine: Engine
  readonly connection: BoardConnection
  /** Where the board is shown. */
  readonly drawing: HTMLElement
  /** Shapes changed here that the server does not have yet, with what they lie in. */
  unsavedShapes(): readonly ShapeRecord[]
  /** Never fulfilled as long as all is well. */
  readonly refused: Promise<Refused>
  dispose(): void
}

export interface SessionOptions {
  readonly boardId: string
  readonly role: Role
  readonly theme: Theme
  readonly drawing: HTMLElement
  /** Shapes of an earlier session of this tab, put on the board when it is loaded. */
  readonly rescued?: Rescue | null
  /** The rescued shapes are on the board again, except these. */
  onPutBack?(lost: readonly ShapeRecord[]): void
}

/** Open a board and show it: its document, its engine and its connection. */
export function openSession(options: SessionOptions): BoardSession {
  const { boardId, role, theme, drawing } = options
  const document = new BoardDocument(new Y.Doc())
  const engine = createEngine(document, {
    theme,
    isReadOnly: role === 'view',
    standpoint: recallPlace(boardId),
    preview: takePreview(boardId),
  })
  const unsaved = new UnsavedShapes(document)
  let refuse!: (refused: Refused) => void
  const refused = new Promise<Refused>((resolve) => (refuse = resolve))
  const connection = connectBoard({
    boardId,
    document,
    url: location.origin,
    early: takeEarlyConnection(boardId),
    opening: takeEarlyOpening(boardId),
    onRefused: ({ code, shapes }) => {
      // What was drawn on a board that is no more is kept as a copy, for the person to decide.
      if (code === 'recovered')
        return refuse({ rescued: new Map(), lost: withContainers(document, unsaved.ids), isRecovered: true })
      const those = new Set(shapes)
      const lost = shapes.flatMap((id) => document.get(id as ShapeId) ?? [])
      refuse({ rescued: rescue(document, unsaved.ids, those), lost, isRecovered: false })
    },
  })

  let { rescued = null } = options
  let detach: (() => void) | null = engine.attach(drawing)
  // The page says until now that it is being opened; and not again when it is closed.
  drawing.dataset['opened'] = ''
  const hide = () => {
    detach?.()
    detach = null
  }
  const follow = () => {
    const { role: told, problem, saved, isLoaded, closed } = connection.state.getState()
    // What one may not see any more is not shown either.
    if (closed) hide()
    const isReadOnly = (told ?? role) === 'view' || problem?.kind === 'read-only' || document.isTooNew
    if (isReadOnly !== engine.state.getState().isReadOnly) engine.setReadOnly(isReadOnly)
    if (saved === 'saved') unsaved.saved()
    if (isLoaded) engine.loaded()
    if (isLoaded && rescued) {
      const waiting = rescued
      rescued = null
      options.onPutBack?.(isReadOnly ? shapesIn(waiting) : putBack(waiting, document))
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
    drawing,
    unsavedShapes: () => withContainers(document, unsaved.ids),
    refused,
    dispose() {
      for (const end of undo) end()
      connection.dispose()
      hide()
      engine.dispose()
      document.dispose()
      document.doc.destroy()
    },
  }
}
