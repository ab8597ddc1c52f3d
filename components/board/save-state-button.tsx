'use client'

import { Suspense } from 'react'
import { PHONE, useMedia } from '../hooks/use-media'
import { Button } from '../ui/button'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { lazyPart } from '../ui/lazy-part'
import { useBoard, useConnection, usePanels } from './board-context'
import { LazyPopover } from './lazy-popover'
import type { SaveState } from './save-state'

const ConnectionDetails = lazyPart<object>(() =>
  import('./connection-details').then((module) => ({ default: module.ConnectionDetails })),
)

const DOT: Readonly<Record<SaveState['tone'], string>> = {
  quiet: 'bg-outline',
  good: 'bg-success',
  warning: 'bg-warning',
  danger: 'bg-danger',
}
const WORDS: Readonly<Record<SaveState['tone'], string>> = {
  quiet: 'text-muted',
  good: 'text-muted',
  warning: 'text-warning',
  danger: 'text-danger',
}

/** In fewer words, where there is room for a few; a click, and a screen reader, tells them all. */
const SHORT = {
  'state.offlineKept': 'state.offlineKeptShort',
  'state.offlineUnkept': 'state.offlineUnkeptShort',
  'state.cannotSave.full': 'state.cannotSave.fullShort',
  'state.cannotSave.read-only': 'state.cannotSave.read-onlyShort',
} as const

/** Whether the drawing is saved, in words; a click says why, what is kept and what to do. */
export function SaveStateButton({ state }: { state: SaveState }) {
  const t = useT('board')
  const { panels } = useBoard()
  const isOpen = usePanels((panel) => panel.open === 'state')
  const setAside = useConnection((connection) => connection.setAside)
  const words = t(state.label, { count: state.count })
  const isPhone = useMedia(PHONE)
  const shown =
    isPhone && state.label in SHORT
      ? t(SHORT[state.label as keyof typeof SHORT], { count: state.count })
      : words
  return (
    <LazyPopover
      label={t('state.about', { state: words })}
      align="start"
      className="w-80"
      isOpen={isOpen}
      onOpenChange={(open) => panels.setState({ open: open ? 'state' : null })}
      trigger={
        <Button
          kind="quiet"
          aria-label={t('state.about', { state: words })}
          className="min-w-0 shrink! px-2 font-normal"
        >
          <span aria-hidden className={classes('size-2 shrink-0 rounded-full', DOT[state.tone])} />
          <span className={classes('truncate', WORDS[state.tone])}>{shown}</span>
        </Button>
      }
    >
      <p className="text-body font-medium">{words}</p>
      <p className="mt-1 text-body text-muted">{t(state.explanation, { count: state.count })}</p>
      {setAside > 0 && (
        <p className="mt-2 text-body text-warning">{t('state.setAside', { count: setAside })}</p>
      )}
      <Suspense>
        <ConnectionDetails />
      </Suspense>
    </LazyPopover>
  )
}

/** The same words for screen readers, told as they change and not more often. */
export function SaveStateAnnouncer({ state }: { state: SaveState }) {
  const t = useT('board')
  const isWorthTelling =
    state.tone === 'warning' || state.tone === 'danger' || state.label === 'state.readOnly'
  return (
    <p role="status" className="sr-only">
      {isWorthTelling ? t(state.label, { count: state.count }) : ''}
    </p>
  )
}
