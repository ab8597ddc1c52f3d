'use client'

import { TriangleAlert } from 'lucide-react'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'
import type { SaveState } from './save-state'

/** Trouble that lasts, or that may lose work: the reason and what to do, across the top of the board. */
export function TroubleBanner({ state }: { state: SaveState }) {
  const t = useT('board')
  return (
    <div
      role="alert"
      className={classes(
        PANEL,
        'pointer-events-auto flex w-full max-w-2xl animate-appear items-start gap-3 border-l-4 px-4 py-3',
        state.tone === 'danger' ? 'border-l-danger' : 'border-l-warning',
      )}
    >
      <TriangleAlert
        aria-hidden
        className={classes(
          'mt-0.5 size-4 shrink-0',
          state.tone === 'danger' ? 'text-danger' : 'text-warning',
        )}
      />
      <p className="min-w-0 text-control">
        <strong className="font-medium">{t(state.label, { count: state.count })}.</strong>{' '}
        <span className="text-muted">{t(state.explanation, { count: state.count })}</span>
      </p>
    </div>
  )
}
