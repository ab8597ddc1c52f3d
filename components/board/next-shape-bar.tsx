'use client'

import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { Bar } from './bar'
import { useBoard, useCanEdit, useEngine } from './board-context'
import { EraserBar } from './eraser-bar'
import { StyleControls } from './style/style-controls'
import { useStyleOfNow } from './style/use-style-of-now'

/** The style that the tool will draw with, while one is chosen and nothing is selected. */
export default function NextShapeBar() {
  const t = useT('board')
  const { engine } = useBoard()
  const canEdit = useCanEdit()
  const isNothingSelected = useEngine((state) => state.selection.length === 0)
  const isHidden = useEngine((state) => state.gesture !== 'idle')
  const isErasing = useEngine((state) => state.tool === 'eraser')
  const { style, keys, kind } = useStyleOfNow()
  if (!canEdit || !isNothingSelected) return null
  const className = classes('max-w-full animate-appear overflow-x-auto', isHidden && 'invisible')
  if (isErasing) return <EraserBar className={className} />
  if (keys.size === 0) return null
  return (
    <Bar label={t('bar.nextShape')} className={className}>
      <StyleControls style={style} keys={keys} kind={kind} onChange={(patch) => engine.setStyle(patch)} />
    </Bar>
  )
}
