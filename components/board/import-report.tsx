'use client'

import type { ImportNote } from '../../lib/formats'
import { Dialog } from '../ui/dialog'
import { useT, type MessageKey } from '../ui/i18n'
import { useBoard, usePanels } from './board-context'

/** Beyond this a list is counted, not read. */
const MOST_NOTES = 200

/** What became of a file's elements: which are different here, which are not here, and why. */
export default function ImportReport() {
  const t = useT('board')
  const { panels } = useBoard()
  const report = usePanels((state) => state.report)
  const imported = report?.imported
  return (
    <Dialog
      isOpen={report !== null}
      onClose={() => panels.setState({ report: null })}
      title={t('import.reportTitle')}
      description={report && `${report.file} · ${t('import.count', { count: report.imported.imported })}`}
      width="wide"
    >
      {imported && <Notes title={t('import.reportSkipped')} notes={imported.skipped} />}
      {imported && <Notes title={t('import.reportChanged')} notes={imported.changed} />}
    </Dialog>
  )
}

function Notes({ title, notes }: { title: string; notes: readonly ImportNote[] }) {
  const t = useT('board')
  if (notes.length === 0) return null
  return (
    <section className="mb-4">
      <h3 className="text-body font-medium">
        {title} <span className="text-muted tabular-nums">{notes.length}</span>
      </h3>
      <ul className="mt-1">
        {notes.slice(0, MOST_NOTES).map((note, at) => (
          <li key={at} className="border-t border-hairline py-2 text-control">
            <p>
              {/* Every reason has its words: components/board/import-report.test.ts. */}
              {note.codes.map((code) => t(`reason.${code}` as MessageKey<'board'>)).join(' ')}
            </p>
            <p className="mt-0.5 text-caption break-all text-muted">
              {note.type} · {note.id}
            </p>
          </li>
        ))}
      </ul>
      {notes.length > MOST_NOTES && (
        <p className="text-control text-muted">
          {t('import.reportMore', { count: notes.length - MOST_NOTES })}
        </p>
      )}
    </section>
  )
}
