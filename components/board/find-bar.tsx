'use client'

import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { MOST_MATCHES } from '../../lib/engine/find/text-search'
import { FindSession } from '../../lib/engine/find/find-session'
import { classes } from '../ui/classes'
import { IconButton } from '../ui/button'
import { useT } from '../ui/i18n'
import { useBoard, useEngine, usePanels } from './board-context'
import { describeShape } from './describe-shape'
import { closeFind, type FindStep } from './find-panel'

/** What is found of the sought text: how much, which of it is shown, and where that is. */
export default function FindBar({ step }: { step: { current: FindStep } }) {
  const { engine, document } = useBoard()
  const [session, setSession] = useState<FindSession | null>(null)
  useEffect(() => {
    const opened = new FindSession(engine, (listener) => document.onChange(listener))
    step.current = (by) => opened.step(by)
    setSession(opened)
    return () => opened.dispose()
  }, [engine, document, step])
  return session && <Matches session={session} />
}

function Matches({ session }: { session: FindSession }) {
  const t = useT('board')
  const { panels } = useBoard()
  const sought = usePanels((state) => state.sought)
  const hasMatches = useStore(session.state, ({ matches }) => matches.length > 0)
  useEffect(() => session.seek(sought), [session, sought])
  return (
    <>
      <CurrentMatch session={session} />
      <Count session={session} />
      <IconButton label={t('find.previous')} aria-disabled={!hasMatches} onClick={() => session.step(-1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label={t('find.next')} aria-disabled={!hasMatches} onClick={() => session.step(1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label={t('find.close')} onClick={() => closeFind({ panels })}>
        <X />
      </IconButton>
    </>
  )
}

/** How much was found and which of it is shown: in figures to see, with the shape to hear. */
function Count({ session }: { session: FindSession }) {
  const t = useT('board')
  const { engine } = useBoard()
  const { query, matches, at, isDone, isCut } = useStore(session.state)
  if (query.trim() === '') return <span role="status" className="w-2" />
  const isNothing = isDone && matches.length === 0
  const count = isCut ? `${MOST_MATCHES}+` : matches.length
  const shown = at >= 0 ? at + 1 : 0
  const figures = isNothing
    ? t('find.none')
    : matches.length === 0
      ? t('find.searching')
      : t('find.count', { at: shown, count })
  const match = matches[at]
  const heard = match
    ? t('find.at', { at: shown, count, shape: describeShape(engine.board, match.id, t) })
    : figures
  return (
    <>
      <span
        aria-hidden
        className={classes(
          'min-w-20 px-2 text-center text-control tabular-nums',
          isNothing ? 'text-warning' : 'text-muted',
        )}
      >
        {figures}
      </span>
      <span role="status" className="sr-only">
        {isDone ? heard : ''}
      </span>
    </>
  )
}

/** Room between the found words and the line around them (CSS px). */
const MARGIN_PX = 2

/** The line around the words that are shown, following the view. */
function CurrentMatch({ session }: { session: FindSession }) {
  const { engine } = useBoard()
  const layer = useRef<HTMLDivElement>(null)
  const state = useStore(session.state)
  useEngine(({ layout }) => layout)
  const pieces = session.pieces()

  // Every render follows a change of the camera, of what was found or of the shape it is in.
  useLayoutEffect(() => {
    const marks = [...(layer.current?.children ?? [])] as HTMLElement[]
    const { zoom } = engine.state.getState()
    session.pieces().forEach(({ middle, w, h, rotation }, nth) => {
      const mark = marks[nth]
      if (!mark) return
      const [width, height] = [w * zoom + 2 * MARGIN_PX, h * zoom + 2 * MARGIN_PX]
      const { x, y } = engine.toScreen(middle)
      mark.style.width = `${width}px`
      mark.style.height = `${height}px`
      mark.style.transform = `translate(${x - width / 2}px, ${y - height / 2}px) rotate(${rotation}rad)`
    })
  })
  return (
    <div
      ref={layer}
      aria-hidden
      className="pointer-events-none fixed inset-0 overflow-hidden"
      data-found={state.at}
    >
      {pieces.map((_, nth) => (
        <div key={nth} className="absolute top-0 left-0 rounded-[5px] border-2 border-accent bg-accent/15" />
      ))}
    </div>
  )
}
