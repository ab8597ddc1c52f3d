'use client'

import { TriangleAlert, X } from 'lucide-react'
import { classes } from '../ui/classes'
import { IconButton } from '../ui/button'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'

interface BannerProps {
  readonly tone: 'warning' | 'danger'
  /** What it is, in a few words, and what is kept and what to do. */
  readonly title: string
  readonly text: string
  /** Of a message that one may have read. */
  readonly onClose?: () => void
}

/** A message across the top of the board. */
export function Banner({ tone, title, text, onClose }: BannerProps) {
  const t = useT('board')
  return (
    <div
      role="alert"
      className={classes(
        PANEL,
        'pointer-events-auto flex w-full max-w-2xl animate-appear items-start gap-3 border-l-4 px-4 py-3',
        tone === 'danger' ? 'border-l-danger' : 'border-l-warning',
      )}
    >
      <TriangleAlert
        aria-hidden
        className={classes('mt-0.5 size-4 shrink-0', tone === 'danger' ? 'text-danger' : 'text-warning')}
      />
      <p className="min-w-0 flex-1 text-control">
        <strong className="font-medium">{title}.</strong> <span className="text-muted">{text}</span>
      </p>
      {onClose && (
        <IconButton label={t('banner.close')} className="-my-2 -mr-2" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
