'use client'

import Link from 'next/link'
import { CLOSE } from '../../lib/protocol/sync'
import type { ConnectionState } from '../../lib/sync/connection-state'
import { Button } from '../ui/button'
import { useT } from '../ui/i18n'
import { SlateMark } from '../ui/slate-mark'

/** Why the connection ended for good, by its close code: the words, and whether reloading can help. */
const ENDINGS = {
  [CLOSE.noSuchBoard]: { words: 'deleted', canReload: false },
  [CLOSE.forbidden]: { words: 'forbidden', canReload: false },
  [CLOSE.notSignedIn]: { words: 'signedOut', canReload: true },
  [CLOSE.tooLarge]: { words: 'tooLarge', canReload: true },
  [CLOSE.tooOld]: { words: 'tooOld', canReload: true },
} as const
const OTHER = { words: 'malformed', canReload: true } as const
type Ending = (typeof ENDINGS)[keyof typeof ENDINGS] | typeof OTHER

const endingOf = (code: number): Ending => (code in ENDINGS ? ENDINGS[code as keyof typeof ENDINGS] : OTHER)

/** The connection was closed for good: what happened, what was kept, what to do. */
export function ClosedPage({
  closed,
  connection,
}: {
  closed: NonNullable<ConnectionState['closed']>
  connection: Pick<ConnectionState, 'unsaved' | 'isKeptOnDevice'>
}) {
  const t = useT('board')
  const { words, canReload } = endingOf(closed.code)
  const { unsaved, isKeptOnDevice } = connection
  return (
    <CalmPage title={t(`closed.${words}`)} text={t(`closed.${words}Text`)} canReload={canReload}>
      {unsaved > 0 && (
        <p className="mt-2 text-body text-warning">
          {t(isKeptOnDevice ? 'closed.unsavedKept' : 'closed.unsaved', { count: unsaved })}
        </p>
      )}
    </CalmPage>
  )
}

/** A page that has only something to say, and ways out. */
export function CalmPage({
  title,
  text,
  canReload,
  children,
}: {
  title: string
  text: string
  canReload: boolean
  children?: React.ReactNode
}) {
  const t = useT('board')
  return (
    <div className="absolute inset-0 z-10 overflow-auto bg-canvas">
      <div className="mx-auto flex min-h-full max-w-[440px] flex-col justify-center px-6 py-16">
        <SlateMark />
        <h1 className="mt-3 text-title font-semibold">{title}</h1>
        <p className="mt-3 text-body text-muted">{text}</p>
        {children}
        <div className="mt-6 flex flex-wrap gap-2">
          {canReload && (
            <Button kind="primary" onClick={() => location.reload()}>
              {t('closed.reload')}
            </Button>
          )}
          <Link
            href="/"
            className="inline-flex h-9 items-center rounded-control border border-hairline bg-surface px-3.5 text-control font-medium hover:bg-hover pointer-coarse:h-11"
          >
            {t('closed.home')}
          </Link>
        </div>
      </div>
    </div>
  )
}
