'use client'

import { useCallback, useState, type MouseEvent, type ReactNode } from 'react'
import type { Point } from '../../lib/geometry/point'
import { useT } from '../ui/i18n'
import { Menu, MenuSeparator } from '../ui/menu'
import { topmostAt } from './topmost-at'
import { useBoard, useEngine } from './board-context'
import { ActionItem } from './main-menu'
import { SelectionMenu } from './selection-menu'

/** How far beside a line it may be right-clicked, CSS px. */
const SLOP_PX = 6

/** The right button on the drawing: actions for what is under it, or for the board. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const t = useT('board')
  const { engine } = useBoard()
  const [at, setAt] = useState<Point | null>(null)
  const isSelected = useEngine((state) => state.selection.length > 0)

  const open = useCallback(
    (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('[data-typing]')) return
      event.preventDefault()
      // A finger that rests while it draws asks for nothing.
      if ((event.nativeEvent as PointerEvent).pointerType === 'touch') return
      const screen = { x: event.clientX, y: event.clientY }
      const { selection, zoom } = engine.state.getState()
      const hit = topmostAt(engine.board, engine.toPage(screen), SLOP_PX / zoom)
      if (hit === null) engine.select([])
      else if (!selection.includes(hit)) engine.select([hit])
      setAt(screen)
    },
    [engine],
  )

  return (
    <div className="absolute inset-0" onContextMenu={open}>
      {children}
      {at && (
        <Menu
          key={`${at.x} ${at.y}`}
          isOpen
          onOpenChange={(isOpen) => !isOpen && setAt(null)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            document.querySelector<HTMLElement>('[role=application]')?.focus({ preventScroll: true })
          }}
          trigger={
            <button
              type="button"
              tabIndex={-1}
              aria-label={isSelected ? t('menu.shape') : t('menu.canvas')}
              className="pointer-events-none fixed size-0 opacity-0"
              style={{ left: at.x, top: at.y }}
            />
          }
        >
          {isSelected ? (
            <SelectionMenu />
          ) : (
            <>
              <ActionItem id="paste" />
              <ActionItem id="selectAll" />
              <MenuSeparator />
              <ActionItem id="zoom.fit" />
              <ActionItem id="zoom.reset" />
              <MenuSeparator />
              <ActionItem id="import" />
              <ActionItem id="copyLink" />
              <ActionItem id="help" />
            </>
          )}
        </Menu>
      )}
    </div>
  )
}
