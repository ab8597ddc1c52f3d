'use client'

import { useSession } from './use-session' // first: it opens the board of the page
import { useStore } from 'zustand'
import type { LinkRole } from '../../lib/protocol/page'
import type { Role } from '../../lib/protocol/session'
import type { BoardSession } from './board-session'
import { ClosedPage } from './closed-page'
import { Interface } from './interface'
import { useAutomation } from './use-automation'

export interface BoardProps {
  readonly boardId: string
  /** What the server knew when it made the page; the live name follows. */
  readonly name: string
  readonly role: Role
  readonly linkRole: LinkRole
}

/** One open board: the interface that floats over the drawing of the page, and what is shown there. */
export function Board(props: BoardProps) {
  const session = useSession(props.boardId, props.role)
  useAutomation(session)
  return session && <OpenBoard {...props} session={session} />
}

function OpenBoard({ session, ...props }: BoardProps & { session: BoardSession }) {
  const connection = useStore(session.connection.state)
  if (connection.closed)
    return (
      <ClosedPage
        closed={connection.closed}
        connection={connection}
        name={connection.boardName ?? props.name}
        unsaved={() => session.unsavedShapes()}
      />
    )
  return <Interface {...props} session={session} />
}
