'use client'

import { useEffect, useState } from 'react'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'
import { useBoard, useCanEdit } from './board-context'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** A file dropped anywhere on the page is imported to where it was dropped; while one is over it, the page says so. */
export function DropTarget() {
  const t = useT('board')
  const { engine, importFiles } = useBoard()
  const canEdit = useCanEdit()
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    const ending = new AbortController()
    const on = { signal: ending.signal }
    // Enter and leave come in pairs for every element that the pointer crosses.
    let depth = 0
    const settle = (next: number) => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    addEventListener('dragenter', (event) => hasFiles(event) && settle(depth + 1), on)
    addEventListener('dragleave', (event) => hasFiles(event) && settle(depth - 1), on)
    addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault(), on)
    addEventListener(
      'drop',
      (event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        settle(0)
        const at = engine.toPage({ x: event.clientX, y: event.clientY })
        importFiles([...(event.dataTransfer?.files ?? [])], at)
      },
      on,
    )
    return () => ending.abort()
  }, [engine, importFiles])

  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-3 z-30 flex animate-fade items-center justify-center rounded-panel border-2 border-dashed border-accent bg-accent-soft">
      <p className={classes(PANEL, 'px-5 py-3 text-body font-medium')}>
        {canEdit ? t('import.drop') : t('import.failed.readOnly')}
      </p>
    </div>
  )
}
