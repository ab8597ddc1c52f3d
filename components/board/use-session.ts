'use client'

import { takeEarly } from './early-session' // first: it opens the board of the page
import { startTransition, useEffect, useRef, useState } from 'react'
import type { ShapeRecord } from '../../lib/board/shape'
import { RecordView } from '../../lib/board/view'
import type { Role } from '../../lib/protocol/session'
import { useLeaveWarning } from '../hooks/use-leave-warning'
import { useT, type Translate } from '../ui/i18n'
import { useTheme } from '../ui/theme'
import { toast } from '../ui/toast'
import { openSession, type BoardSession } from './board-session'
import { nameShape } from './describe-shape'
import { drawingOfPage } from './drawing'
import { withNames } from './guest-names'
import { saveUnsaved } from './unsaved-file'
import { shapesIn, type Rescue } from './unsaved-shapes'

/** What a session that the server refused leaves to the next one. */
interface Legacy {
  readonly boardId: string
  readonly rescued: Rescue
  readonly isRecovered: boolean
  /** What cannot be on the board any more. */
  readonly lost: readonly ShapeRecord[]
}

/**
 * The session of the board on screen. After a refusal by the server every later change of the same document would
 * wait for ever, so a new session begins with a fresh document and takes over what was unsaved, without what was
 * refused. If that is refused as well, what is left is tried again for as long as it becomes less.
 */
export function useSession(boardId: string, role: Role): BoardSession | null {
  const t = useT('board')
  const { theme } = useTheme()
  const [session, setSession] = useState<BoardSession | null>(null)
  const [legacy, setLegacy] = useState<Legacy | null>(null)
  const [isPutBack, setPutBack] = useState(true)
  const options = useRef({ role, theme, t })
  useEffect(() => {
    options.current = { role, theme, t }
  })
  // Until they are on the new board, the rescued shapes are nowhere else.
  useLeaveWarning(!isPutBack)

  useEffect(() => {
    const { role, theme } = options.current
    const drawing = drawingOfPage()
    if (!drawing) throw new Error('The page of a board has no place for its drawing.')
    // Nothing of one board ever comes to another. [K30]
    let before = legacy?.boardId === boardId ? legacy : null
    const rescued = before?.rescued ?? null
    let isWaiting = rescued !== null
    const onPutBack = (lost: readonly ShapeRecord[]) => {
      isWaiting = false
      setPutBack(true)
      tellLost([...(before?.lost ?? []), ...lost], before?.isRecovered ?? false, options.current.t)
    }
    const opened = takeEarly(boardId) ?? openSession({ boardId, role, theme, drawing, rescued, onPutBack })
    // The interface is made in small pieces, between which the document comes in and is drawn.
    startTransition(() => setSession(opened))
    const { state } = opened.connection
    // What is refused after that has nothing to do with what was.
    const stop = state.subscribe(() => {
      if (!isWaiting && state.getState().saved === 'saved') before = null
    })
    let isOver = false
    void opened.refused.then(({ rescued, lost, isRecovered }) => {
      if (isOver) return
      setPutBack(false)
      setLegacy({ boardId, isRecovered, ...inherit(before, rescued, lost) })
    })
    return () => {
      isOver = true
      stop()
      setPutBack(true)
      setSession(null)
      opened.dispose()
    }
  }, [boardId, legacy])

  useEffect(() => session?.engine.setTheme(theme), [session, theme])
  useEffect(() => session?.engine.connectLive(withNames(session.connection.live, t)), [session, t])
  return session
}

/** The same again would be refused again. */
function inherit(
  before: Legacy | null,
  rescued: Rescue,
  lost: readonly ShapeRecord[],
): Pick<Legacy, 'rescued' | 'lost'> {
  const isLess = before === null || rescued.size < before.rescued.size
  const allLost = [...(before?.lost ?? []), ...lost]
  return isLess
    ? { rescued, lost: allLost }
    : { rescued: new Map(), lost: [...allLost, ...shapesIn(rescued)] }
}

/** Names that a message holds; the file has them all. */
const MOST_NAMES = 3
/** There is something to decide: long enough to read it twice. */
const LOST_MS = 30_000

function tellLost(lost: readonly ShapeRecord[], isRecovered: boolean, t: Translate<'board'>): void {
  if (lost.length === 0) {
    const description = t(isRecovered ? 'refused.recovered' : 'refused.reopenedAll')
    return toast.info({ title: t('refused.again'), description, id: 'refused' })
  }
  const view = new RecordView(lost)
  const names = lost.slice(0, MOST_NAMES).map(({ id }) => nameShape(view, id, t))
  const rest = lost.length - names.length
  if (rest > 0) names.push(t('refused.more', { count: rest }))
  toast.warning({
    title: t(isRecovered ? 'refused.recovered' : 'refused.title'),
    description: t('refused.reopened', { count: lost.length, names: names.join(', ') }),
    duration: LOST_MS,
    action: { label: t('refused.keep'), run: () => void saveUnsaved(lost, t('refused.file')) },
    id: 'refused',
  })
}
