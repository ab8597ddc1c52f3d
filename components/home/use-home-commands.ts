'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useState } from 'react'
import { MAX_IMPORT_BYTES, type BoardSummary, type ImportReport } from '../../lib/protocol/api'
import { useT } from '../ui/i18n'
import { createBoard, deleteBoard, importBoard, renameBoard, type ApiFailure } from './boards-api'
import { failureText } from './failure-text'
import type { HomeNotice } from './notices'
import type { BoardShelf } from './use-boards'

const MEGABYTE = 1024 * 1024

/** What can be done on the home page, and what came of the last of it. */
export function useHomeCommands(shelf: BoardShelf) {
  const t = useT('home')
  const common = useT('common')
  const router = useRouter()
  const [isCreating, setCreating] = useState(false)
  const [importing, setImporting] = useState<string | null>(null)
  const [report, setReport] = useState<{ file: string; report: ImportReport } | null>(null)
  const [toDelete, setToDelete] = useState<BoardSummary | null>(null)
  const [notice, setNotice] = useState<HomeNotice | null>(null)
  const { replace, remove, reload } = shelf

  const fail = useCallback(
    (failure: ApiFailure, title = t('changeFailed')) =>
      setNotice({ kind: 'error', title, description: failureText(t, failure) }),
    [t],
  )

  const create = useCallback(async () => {
    setCreating(true)
    const answer = await createBoard(common('untitled'))
    if (answer.ok) return router.push(`/b/${answer.value.id}`) // the page is left: stays "creating" until then
    setCreating(false)
    fail(answer.error)
  }, [common, fail, router])

  const rename = useCallback(
    async (board: BoardSummary, name: string) => {
      replace({ ...board, name })
      const answer = await renameBoard(board.id, name)
      replace(answer.ok ? answer.value : board)
      if (!answer.ok) fail(answer.error)
    },
    [fail, replace],
  )

  const copyLink = useCallback(
    async (board: BoardSummary) => {
      const link = `${location.origin}/b/${board.id}`
      try {
        await navigator.clipboard.writeText(link)
        const description = t('linkCopiedText', { name: board.name })
        setNotice({ kind: 'success', title: t('linkCopied'), description })
      } catch {
        // Refused, or a page without https, which has no clipboard.
        const description = t('linkNotCopiedText', { link })
        setNotice({ kind: 'error', title: t('linkNotCopied'), description })
      }
    },
    [t],
  )

  const answerDelete = useCallback(
    async (isSure: boolean) => {
      setToDelete(null)
      if (!toDelete || !isSure) return
      const answer = await deleteBoard(toDelete.id)
      if (!answer.ok && answer.error.code !== 'no-such-board') return fail(answer.error)
      remove(toDelete.id)
      setNotice({ kind: 'success', title: t('deleted', { name: toDelete.name }) })
    },
    [fail, remove, t, toDelete],
  )

  const importFiles = useCallback(
    async ([file]: readonly File[]) => {
      if (!file) return
      const refused = t('importFailed', { file: file.name })
      if (file.size > MAX_IMPORT_BYTES) {
        const sizes = { size: Math.ceil(file.size / MEGABYTE), limit: MAX_IMPORT_BYTES / MEGABYTE }
        setNotice({ kind: 'error', title: refused, description: t('importTooLarge', sizes) })
        return
      }
      setImporting(file.name)
      const answer = await importBoard(file)
      setImporting(null)
      if (!answer.ok) return fail(answer.error, refused)
      setReport({ file: file.name, report: answer.value })
      reload()
    },
    [fail, reload, t],
  )

  return {
    isCreating,
    importing,
    report,
    toDelete,
    notice,
    create,
    rename,
    copyLink,
    askToDelete: setToDelete,
    answerDelete,
    importFiles: useCallback((files: readonly File[]) => void importFiles(files), [importFiles]),
    closeReport: useCallback(() => setReport(null), []),
  }
}
export type HomeCommands = ReturnType<typeof useHomeCommands>
