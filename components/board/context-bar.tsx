'use client'

import { Ellipsis, Layers } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { Engine } from '../../lib/engine/api'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { Menu } from '../ui/menu'
import { PHONE, useMedia } from '../hooks/use-media'
import { AlignButton } from './align-button'
import { ActionButton, Bar, BarButton, BarSeparator } from './bar'
import { placeBar, type Insets } from './bar-placement'
import { useAction, useBoard, useCanEdit, useEngine } from './board-context'
import { ActionItem } from './action-item'
import { SelectionMenu } from './selection-menu'
import { EndsControl } from './style/ends-control'
import { StyleControls } from './style/style-controls'
import { useStyleOfNow } from './style/use-style-of-now'

/** Space that the title at the top and the tools at the bottom take, with a gap. */
const INSETS: Insets = { top: 68, right: 12, bottom: 68, left: 12 }

/** What may be done with the selection, floating over it; nothing while the pointer is at work. */
export default function ContextBar() {
  const t = useT('board')
  const { engine } = useBoard()
  const canEdit = useCanEdit()
  const isSelected = useEngine((state) => state.selection.length > 0)
  const isHidden = useEngine((state) => state.gesture !== 'idle')
  const isPhone = useMedia(PHONE)
  const place = useRef<HTMLDivElement>(null)
  const isShown = isSelected && canEdit
  useLayoutEffect(() => {
    if (isShown && !isPhone && place.current) return keepOver(engine, place.current)
    return undefined
  }, [engine, isShown, isPhone])

  if (!isShown) return null
  return (
    <div
      ref={place}
      className={classes(
        'pointer-events-none max-w-full',
        isPhone ? 'w-full' : 'absolute top-0 left-0 max-w-[calc(100vw-24px)]',
        isHidden && 'invisible',
      )}
    >
      <Bar label={t('bar.selection')} className="max-w-full overflow-x-auto [scrollbar-width:none]">
        <SelectionTools />
      </Bar>
    </div>
  )
}

/**
 * Moves the bar with the selection as the camera and the shapes move: React is not on that path. Returns the undo.
 */
function keepOver(engine: Engine, element: HTMLElement): () => void {
  const move = () => {
    const box = engine.selectionBox()
    if (!box) return
    const bar = { w: element.offsetWidth, h: element.offsetHeight }
    const { x, y } = placeBar(box, bar, { w: innerWidth, h: innerHeight }, INSETS)
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  }
  move()
  const unsubscribe = engine.state.subscribe((state, before) => {
    if (state.layout !== before.layout || state.selection !== before.selection) move()
    else if (state.gesture !== before.gesture) move()
  })
  const resized = new ResizeObserver(move)
  resized.observe(element)
  return () => {
    unsubscribe()
    resized.disconnect()
  }
}

function SelectionTools() {
  const t = useT('board')
  const { engine } = useBoard()
  const { style, keys, kind, ended } = useStyleOfNow()
  const ungroup = useAction('ungroup')
  const isSeveral = useEngine((state) => state.selection.length > 1)
  const hasStyle = keys.size > 0 || ended.length > 0
  return (
    <>
      <StyleControls style={style} keys={keys} kind={kind} onChange={(patch) => engine.setStyle(patch)} />
      {ended.length > 0 && <EndsControl records={ended} />}
      {hasStyle && <BarSeparator />}
      <Menu
        side="top"
        align="center"
        trigger={
          <BarButton label={t('menu.order')} side="top">
            <Layers aria-hidden strokeWidth={1.75} />
          </BarButton>
        }
      >
        <ActionItem id="order.front" />
        <ActionItem id="order.forward" />
        <ActionItem id="order.backward" />
        <ActionItem id="order.back" />
      </Menu>
      {isSeveral && <AlignButton />}
      <ActionButton id="duplicate" side="top" />
      <GroupButton isGrouped={ungroup.isEnabled} />
      <ActionButton id="delete" side="top" />
      <Menu
        side="top"
        align="end"
        trigger={
          <BarButton label={t('menu.more')} side="top">
            <Ellipsis aria-hidden strokeWidth={1.75} />
          </BarButton>
        }
      >
        <SelectionMenu />
      </Menu>
    </>
  )
}

/** Group where there is something to group, ungroup where there is a group. */
function GroupButton({ isGrouped }: { isGrouped: boolean }) {
  const group = useAction('group')
  if (isGrouped) return <ActionButton id="ungroup" side="top" />
  return group.isEnabled ? <ActionButton id="group" side="top" /> : null
}
