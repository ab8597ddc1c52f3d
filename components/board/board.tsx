'use client'

import type { Role } from '../../lib/protocol/session'

export interface BoardProps {
  readonly boardId: string
  /** What the server knew when it made the page; the live name follows. */
  readonly name: string
  readonly role: Role
}

/** One open board: the drawing edge to edge, and the interface that floats over it. */
export function Board({ boardId, name, role }: BoardProps) {
  return <main className="fixed inset-0" data-board={boardId} data-role={role} aria-label={name} />
}

export default Board
