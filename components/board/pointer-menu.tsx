'use client'

import type { Point } from '../../lib/geometry/point'
import { useT } from '../ui/i18n'
import { Menu, MenuSeparator } from '../ui/menu'
import { ActionItem } from './action-item'
import { useEngine } from './board-context'
import { SelectionMenu } from './selection-menu'

/** The menu at the pointer: for the selection, or for the board where nothing is selected. CSS px. */
export default function PointerMenu({ at, onClose }: { at: Point; onClose: () => void }) {
  const t = useT('board')
  const isSelected = useEngine((state) => state.selection.length > 0)
  return (
    <Menu
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
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
          <ActionItem id="snap.objects" />
          <ActionItem id="snap.grid" />
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
  )
}
