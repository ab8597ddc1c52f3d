'use client'

import { useEffect, useRef } from 'react'
import { isAvailable, toolActions, type ToolAction } from '../../lib/actions'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'
import { COMPACT, useMedia } from '../hooks/use-media'
import { ActionIcon } from './action-icon'
import { ActionButton, Bar, BarButton } from './bar'
import { useActionWords, useBoard, useEngine } from './board-context'

/** The tools, in thumb reach. On narrow screens they scroll, and undo and redo stand before them. */
export function ToolBar() {
  const t = useT('board')
  const isCompact = useMedia(COMPACT)
  const { context } = useBoard()
  useEngine((state) => state.isReadOnly)
  const tools = toolActions.filter((action) => isAvailable(action, context))
  const scroller = useRef<HTMLDivElement>(null)
  const tool = useEngine((state) => state.tool)

  // A tool chosen by its key is brought into view.
  useEffect(() => {
    scroller.current
      ?.querySelector(`[data-tool=${tool}]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tool])

  return (
    <div className={classes(PANEL, 'pointer-events-auto flex max-w-full items-center overflow-hidden')}>
      {isCompact && (
        <Bar label={t('bar.history')} className="shrink-0 rounded-r-none border-0 border-r shadow-none">
          <ActionButton id="undo" side="top" />
          <ActionButton id="redo" side="top" />
        </Bar>
      )}
      <Bar
        ref={scroller}
        label={t('bar.tools')}
        className="min-w-0 overflow-x-auto overscroll-contain border-0 shadow-none [scrollbar-width:none]"
      >
        {tools.map((action) => (
          <ToolButton key={action.id} action={action} />
        ))}
      </Bar>
    </div>
  )
}

function ToolButton({ action }: { action: ToolAction }) {
  const t = useT('board')
  const words = useActionWords()
  const { engine, context } = useBoard()
  const isActive = useEngine((state) => state.tool === action.tool)
  const isPinned = useEngine((state) => state.isToolPinned && state.tool === action.tool)
  const name = words.label(action)
  const keys = action.keys?.map((key) => key.replace('Digit', '').toUpperCase()).join(' · ')
  return (
    <BarButton
      label={isPinned ? t('tool.pinned', { tool: name }) : name}
      keys={keys}
      side="top"
      isActive={isActive}
      data-tool={action.tool}
      className="relative"
      onClick={() => action.run(context)}
      onDoubleClick={() => engine.setTool(action.tool, { pinned: true })}
    >
      <ActionIcon name={action.icon} />
      {isPinned && <span aria-hidden className="absolute bottom-1 h-0.5 w-3 rounded-full bg-current" />}
    </BarButton>
  )
}
