'use client'

import { Suspense } from 'react'
import type { Me } from '../../lib/protocol/api'
import { useT } from '../ui/i18n'
import type { HomeCommands } from './use-home-commands'
import { lazyPart } from '../ui/lazy-part'

// None of these is on the page when it opens.
const DeleteDialog = lazyPart(() => import('./delete-dialog'))
const ImportReport = lazyPart(() => import('./import-report'))
const NameDialog = lazyPart(() => import('./name-dialog'))
const Notices = lazyPart(() => import('./notices'))

/** What comes over the page: questions, reports, notices; each is loaded when it is first needed. */
export function HomeLayers({
  commands,
  isNaming,
  name,
  onNamed,
}: {
  commands: HomeCommands
  isNaming: boolean
  name: string | null
  onNamed: (me: Me | null) => void
}) {
  const t = useT('home')
  const { importing, notice, report, toDelete } = commands
  return (
    <Suspense>
      {importing !== null && (
        <p
          role="status"
          className="fixed bottom-6 left-1/2 z-40 max-w-[calc(100vw-32px)] -translate-x-1/2 truncate rounded-panel border border-hairline bg-surface px-4 py-3 text-control font-medium shadow-panel"
        >
          {t('importing', { file: importing })}
        </p>
      )}
      {toDelete && (
        <DeleteDialog board={toDelete} onAnswer={(isSure) => void commands.answerDelete(isSure)} />
      )}
      {isNaming && <NameDialog name={name} onClose={onNamed} />}
      {report && <ImportReport {...report} onClose={commands.closeReport} />}
      {notice && <Notices notice={notice} />}
    </Suspense>
  )
}
