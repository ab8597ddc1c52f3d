'use client'

import { useRouter } from 'next/navigation'
import type { ImportNote, ImportReport as Report } from '../../lib/protocol/api'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { I18nProvider, useLanguage, useT } from '../ui/i18n'
import en from '../../messages/en/import.json'
import fr from '../../messages/fr/import.json'

const REASONS = { en, fr } as const

export interface ImportReportProps {
  file: string
  report: Report
  onClose: () => void
}

/** What of a file is on the board now, what is different, and what was left out, with the reasons counted. */
export default function ImportReport(props: ImportReportProps) {
  const [language] = useLanguage()
  return (
    <I18nProvider language={language} messages={{ import: REASONS[language] }}>
      <ReportDialog {...props} />
    </I18nProvider>
  )
}

function ReportDialog({ file, report, onClose }: ImportReportProps) {
  const t = useT('home')
  const common = useT('common')
  const router = useRouter()
  const { imported, changed, skipped } = report
  const isClean = changed.length === 0 && skipped.length === 0
  const counts = [
    t('importedCount', { count: imported }),
    ...(changed.length > 0 ? [t('importedChanged', { count: changed.length })] : []),
    ...(skipped.length > 0 ? [t('importedSkipped', { count: skipped.length })] : []),
  ]
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('importedTitle', { file })}
      description={isClean ? `${counts.join(', ')}. ${t('importedAll')}` : `${counts.join(', ')}.`}
      footer={
        <>
          <Button onClick={onClose}>{common('close')}</Button>
          <Button kind="primary" autoFocus onClick={() => router.push(`/b/${report.id}`)}>
            {t('importedOpen')}
          </Button>
        </>
      }
    >
      {!isClean && (
        <div className="flex flex-col gap-4">
          <Reasons title={t('importedSkippedTitle')} notes={skipped} />
          <Reasons title={t('importedChangedTitle')} notes={changed} />
        </div>
      )}
    </Dialog>
  )
}

function Reasons({ title, notes }: { title: string; notes: readonly ImportNote[] }) {
  const t = useT('import')
  if (notes.length === 0) return null
  return (
    <section>
      <h3 className="text-control font-medium">{title}</h3>
      <ul className="mt-1.5 flex flex-col gap-1.5 text-control text-muted">
        {countReasons(notes).map(({ code, reason, count }) => (
          <li key={code} className="flex gap-3">
            <span className="w-9 shrink-0 text-right tabular-nums text-text">{count}</span>
            <span className="min-w-0">{code in en ? t(code as keyof typeof en) : reason}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How often each reason occurs, the most frequent first. */
function countReasons(notes: readonly ImportNote[]) {
  const counts = new Map<string, { code: string; reason: string; count: number }>()
  for (const { codes, reason } of notes) {
    for (const code of codes) {
      const entry = counts.get(code) ?? { code, reason, count: 0 }
      counts.set(code, { ...entry, count: entry.count + 1 })
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}
