'use client'

import { takeEarly } from './early-session' // first: it opens the board of the page
import { startTransition, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { LinkRole } from '../../lib/protocol/page'
import type { Role } from '../../lib/protocol/session'
import { useT } from '../ui/i18n'
import { useTheme } from '../ui/theme'
import { toast } from '../ui/toast'
import { openSession, type BoardSession } from './board-session'
import { ClosedPage } from './closed-page'
import { drawingOfPage } from './drawing'
import { withNames } from './guest-names'
import { Interface } from './interface'
import type { Rescue } from './unsaved-shapes'
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
  const session = useSession(props)
  useAutomation(session)
  return session && <OpenBoard {...props} session={session} />
}

function OpenBoard({ session, ...props }: BoardProps & { session: BoardSession }) {
  const connection = useStore(session.connection.state)
  if (connection.closed) return <ClosedPage closed={connection.closed} connection={connection} />
  return <Interface {...props} session={session} />
}

/**
 * The session of the board on screen. After a refusal by the server every later change of the same document would
 * wait for ever, so a new session begins with a fresh document and takes over what was unsaved, once: what is
 * refused again stays on this device only.
 */
function useSession({ boardId, role }: BoardProps): BoardSession | null {
  const t = useT('board')
  const { theme } = useTheme()
  const [session, setSession] = useState<BoardSession | null>(null)
  const [attempt, setAttempt] = useState(0)
  const rescue = useRef<{ shapes: Rescue; refused: number } | null>(null)
  const options = useRef({ role, theme, t })
  useEffect(() => {
    options.current = { role, theme, t }
  })

  useEffect(() => {
    const { role, theme } = options.current
    const taken = rescue.current
    rescue.current = null
    const drawing = drawingOfPage()
    if (!drawing) throw new Error('The page of a board has no place for its drawing.')
    const onPutBack = (lost: number) => {
      const { t } = options.current
      const count = lost + (taken?.refused ?? 0)
      toast.warning({
        title: t('refused.title'),
        description: count > 0 ? t('refused.reopened', { count }) : t('refused.reopenedAll'),
        id: 'refused',
      })
    }
    const rescued = taken?.shapes ?? null
    const opened = takeEarly(boardId) ?? openSession({ boardId, role, theme, drawing, rescued, onPutBack })
    // The interface is made in small pieces, between which the document comes in and is drawn.
    startTransition(() => setSession(opened))
    let isOver = false
    void opened.refused.then(({ rescued, refusedCount }) => {
      if (isOver) return
      const isAgain = taken !== null
      rescue.current = {
        shapes: isAgain ? new Map() : rescued,
        refused: refusedCount + (isAgain ? rescued.size : 0),
      }
      setAttempt((before) => before + 1)
    })
    return () => {
      isOver = true
      setSession(null)
      opened.dispose()
    }
  }, [boardId, attempt])

  useEffect(() => session?.engine.setTheme(theme), [session, theme])
  useEffect(() => session?.engine.connectLive(withNames(session.connection.live, t)), [session, t])
  return session
}
