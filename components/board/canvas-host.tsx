'use client'

import { useEffect, useRef } from 'react'
import { useT } from '../ui/i18n'
import type { Engine } from '../../lib/engine/api'
import { TextEditor } from './text-editor'

/** The place of the drawing in the page. React mounts it and leaves the rest, every pointer move included, to the engine. */
export function CanvasHost({ engine }: { engine: Engine }) {
  const t = useT('board')
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => (host.current ? engine.attach(host.current) : undefined), [engine])
  return (
    <div
      ref={host}
      role="application"
      tabIndex={0}
      aria-label={t('canvas.name')}
      aria-description={t('canvas.help')}
      className="absolute inset-0 touch-none overflow-hidden outline-none select-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
    >
      <TextEditor engine={engine} />
    </div>
  )
}
