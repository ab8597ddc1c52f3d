import type { Role } from '../../lib/protocol/session'
import { themeShown } from '../ui/theme'
import { exposeAutomation } from './automation'
import { openSession, type BoardSession } from './board-session'
import { drawingOfPage } from './drawing'

interface Early {
  readonly boardId: string
  readonly session: BoardSession
}

/**
 * The board of a page that was just loaded is opened as soon as this code is there, and not when React is: the
 * document comes and is drawn while the interface around it is still being made. Whoever came from another page of
 * ours has no drawing yet, and nothing is opened early.
 */
let early: Early | null = openEarly()

function openEarly(): Early | null {
  const drawing = drawingOfPage()
  const { board, role } = drawing?.dataset ?? {}
  if (!drawing || !board || !role) return null
  const session = openSession({ boardId: board, role: role as Role, theme: themeShown(), drawing })
  exposeAutomation().connect(session)
  return { boardId: board, session }
}

/** The session that was opened early for this board, once; null when there is none. */
export function takeEarly(boardId: string): BoardSession | null {
  const taken = early
  early = null
  if (taken?.boardId === boardId) return taken.session
  taken?.session.dispose()
  return null
}
