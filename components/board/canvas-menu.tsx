'use client'

import { Suspense, useEffect, useState } from 'react'
import type { Point } from '../../lib/geometry/point'
import { topmostAt } from './topmost-at'
import { useBoard } from './board-context'
import { lazyPart } from '../ui/lazy-part'

const PointerMenu = lazyPart(() => import('./pointer-menu'))

/** How far beside a line it may be right-clicked, CSS px. */
const SLOP_PX = 6

/** The right button on the drawing: actions for what is under it, or for the board. */
export function CanvasMenu() {
  const { engine, drawing } = useBoard()
  const [at, setAt] = useState<Point | null>(null)

  useEffect(() => {
    const open = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('[data-typing]')) return
      event.preventDefault()
      // A finger that rests while it draws asks for nothing, and the button of a pen has its own use.
      const { pointerType } = event as PointerEvent
      if (pointerType === 'touch' || pointerType === 'pen') return
      const screen = { x: event.clientX, y: event.clientY }
      const { selection, zoom } = engine.state.getState()
      const hit = topmostAt(engine.board, engine.toPage(screen), SLOP_PX / zoom, selection)
      if (hit === null) engine.select([])
      else if (!selection.includes(hit)) engine.select([hit])
      setAt(screen)
    }
    drawing.addEventListener('contextmenu', open)
    return () => drawing.removeEventListener('contextmenu', open)
  }, [engine, drawing])

  return (
    at && (
      <Suspense>
        <PointerMenu key={`${at.x} ${at.y}`} at={at} onClose={() => setAt(null)} />
      </Suspense>
    )
  )
}
