'use client'

import { useEffect, useRef } from 'react'
import { useT } from '../ui/i18n'
import { toast } from '../ui/toast'
import { useBoard, useEngine } from './board-context'
import { nameShape } from './describe-shape'
import { sayOthersChanges } from './others-changes'
import { sayOwnSteps } from './own-steps'

/** What is heard of the drawing: one's own steps, and what others change. Politely, after what is being read. */
export default function Announcements() {
  const t = useT('board')
  const { engine, document, connection } = useBoard()
  const own = useRef<HTMLParagraphElement>(null)
  const others = useRef<HTMLParagraphElement>(null)
  const words = useRef(t)
  useEffect(() => {
    words.current = t
  }, [t])

  useEffect(() => sayOwnSteps(engine, document, () => words.current, sayIn(own)), [engine, document])
  useEffect(
    () =>
      sayOthersChanges({
        document,
        live: connection.live,
        peers: () => connection.state.getState().peers,
        isLoaded: () => connection.state.getState().isLoaded,
        words: () => words.current,
        say: sayIn(others),
      }),
    [document, connection],
  )
  return (
    <>
      <p ref={own} role="status" className="sr-only" data-says="own" />
      <p ref={others} role="status" className="sr-only" data-says="others" />
      <ConnectionHint />
    </>
  )
}

/** The same words twice in a row would not be heard again: every other time they end differently to a machine. */
const sayIn =
  (place: { readonly current: HTMLElement | null }) =>
  (text: string): void => {
    const element = place.current
    if (element) element.textContent = element.textContent === text ? `${text}\u00a0` : text
  }

const HINT = 'connecting'

/** How to go on while an arrow waits for its other end, for those who see. */
function ConnectionHint() {
  const t = useT('board')
  const { engine } = useBoard()
  const from = useEngine((state) => state.connecting)
  useEffect(() => {
    if (from === null) return toast.dismiss(HINT)
    toast.info({
      title: t('say.connecting', { shape: nameShape(engine.board, from, t) }),
      id: HINT,
      duration: Infinity,
    })
  }, [from, engine, t])
  return null
}
