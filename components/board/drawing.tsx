import type { BoardId } from '../../lib/board/ids'
import type { Role } from '../../lib/protocol/session'

/** The element in the page, from the server on: whatever comes first, the board's code or React, finds it there. */
export const DRAWING = 'drawing'

interface DrawingProps {
  readonly boardId: BoardId
  readonly role: Role
  readonly name: string
  readonly help: string
}

/**
 * The place of the drawing. The server makes it and React leaves it alone: what is in it, every pointer move included,
 * is the engine's.
 */
export function Drawing({ boardId, role, name, help }: DrawingProps) {
  return (
    <div
      id={DRAWING}
      data-board={boardId}
      data-role={role}
      role="application"
      tabIndex={0}
      aria-label={name}
      aria-description={help}
      className="peer absolute inset-0 touch-none overflow-hidden outline-none select-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      // The preview and the engine may have been here before React: their layers, and the cursor of a tool.
      dangerouslySetInnerHTML={{ __html: '' }}
      suppressHydrationWarning
    />
  )
}

/** The drawing of the page that is shown, or null when it shows none. */
export const drawingOfPage = (): HTMLElement | null => document.getElementById(DRAWING)
