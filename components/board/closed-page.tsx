'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { ShapeRecord } from '../../lib/board/shape'
import { CLOSE } from '../../lib/protocol/sync'
import type { ConnectionState } from '../../lib/sync/connection-state'
import { useLeaveWarning } from '../hooks/use-leave-warning'
import { Button } from '../ui/button'
import { useT } from '../ui/i18n'
import { SlateMark } from '../ui/slate-mark'
import { saveUnsaved } from './unsaved-file'

/**
 * Why the connection ended for good, by its close code: the words, whether reloading can help, and whether what is
 * kept on this device is offered to the server again when the board is opened the next time.
 */
const ENDINGS = {
  [CLOSE.noSuchBoard]: { words: 'deleted', canReload: false, isOffered: false },
  [CLOSE.forbidden]: { words: 'forbidden', canReload: false, isOffered: true },
  [CLOSE.notSignedIn]: { words: 'signedOut', canReload: true, isOffered: true },
  [CLOSE.tooLarge]: { words: 'tooLarge', canReload: true, isOffered: false },
  [CLOSE.tooOld]: { words: 'tooOld', canReload: true, isOffered: true },
} as const
const OTHER = { words: 'malformed', canReload: true, isOffered: true } as const
type Ending = (typeof ENDINGS)[keyof typeof ENDINGS] | typeof OTHER

const endingOf = (code: number): Ending => (code in ENDINGS ? ENDINGS[code as keyof typeof ENDINGS] : OTHER)

/** The connection was closed for good: what happened, what was kept, what to do. */
export function ClosedPage({
  closed,
  connection,
  name,
  unsaved,
}: {
  closed: NonNullable<ConnectionState['closed']>
  connection: Pick<ConnectionState, 'unsaved' | 'kept'>
  /** Of the board. */
  name: string
  /** What was drawn here and not saved. */
  unsaved: () => readonly ShapeRecord[]
}) {
  const t = useT('board')
  const { words, canReload, isOffered } = endingOf(closed.code)
  const { unsaved: count, kept } = connection
  const [shapes] = useState(unsaved)
  const [isInFile, setInFile] = useState(false)
  // Kept on this device is as good as saved only where it will be asked for again.
  useLeaveWarning(count > 0 && !isInFile && !(isOffered && kept === count))
  const keep = () => void saveUnsaved(shapes, name).then(() => setInFile(true))
  return (
    <CalmPage
      title={t(`closed.${words}`)}
      text={t(`closed.${words}Text`)}
      actions={
        <>
          {canReload && (
            <Button kind="primary" onClick={() => location.reload()}>
              {t('closed.reload')}
            </Button>
          )}
          {count > 0 && shapes.length > 0 && (
            <Button kind={canReload ? 'secondary' : 'primary'} onClick={keep}>
              {t('closed.keep')}
            </Button>
          )}
        </>
      }
    >
      {count > 0 && (
        <p className="mt-2 text-body text-warning">
          {t(isOffered && kept === count ? 'closed.unsavedKept' : 'closed.unsaved', { count })}
        </p>
      )}
    </CalmPage>
  )
}

/** A page that has only something to say, and ways out. */
function CalmPage({
  title,
  text,
  actions,
  children,
}: {
  title: string
  text: string
  actions: React.ReactNode
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
          {actions}
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
