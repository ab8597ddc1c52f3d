'use client'

import { useMemo } from 'react'
import type { StoreApi } from 'zustand'
import type { Point } from '../../lib/geometry/point'
import { MAX_IMPORT_BYTES } from '../../lib/protocol/api'
import { useT } from '../ui/i18n'
import { toast } from '../ui/toast'
import type { PanelState } from './board-context'
import type { BoardSession } from './board-session'
import { excalidrawClipboard, importFile } from './import-files'

const BYTES_PER_MB = 1024 * 1024
/** A file that takes longer than this to read is worth a word. */
const SLOW_READ_BYTES = 2 * BYTES_PER_MB

/** Bring files and pasted text onto the board, and tell what became of them. */
export function useImport(session: BoardSession, panels: StoreApi<PanelState>) {
  const t = useT('board')
  return useMemo(() => {
    const { engine, document, connection } = session

    async function bring(file: File, at?: Point): Promise<void> {
      const id = `import ${file.name}`
      if (file.size > SLOW_READ_BYTES) toast.info({ title: t('import.reading', { file: file.name }), id })
      const result = await importFile(file, engine, document, at)
      if (!result.ok) {
        const { code, size = 0 } = result.error
        toast.error({
          title: t('import.failed', { file: file.name }),
          description: t(`import.failed.${code}`, {
            size: Math.ceil(size / BYTES_PER_MB),
            limit: MAX_IMPORT_BYTES / BYTES_PER_MB,
          }),
          id,
        })
        return
      }
      const imported = result.value
      const counts = [
        t('import.count', { count: imported.imported }),
        imported.changed.length > 0 && t('import.changed', { count: imported.changed.length }),
        imported.skipped.length > 0 && t('import.skipped', { count: imported.skipped.length }),
      ].filter((part) => part !== false)
      const isDifferent = imported.changed.length + imported.skipped.length > 0
      toast.success({
        title: t('import.done', { file: file.name }),
        description: `${counts.join(', ')}.`,
        id,
        ...(isDifferent && {
          duration: 12_000,
          action: {
            label: t('import.details'),
            run: () => panels.setState({ report: { file: file.name, imported } }),
          },
        }),
      })
    }

    return {
      /** One after the other, so that each is a step of its own and the last lies on top. */
      async import(files: readonly File[], at?: Point): Promise<void> {
        for (const file of files) await bring(file, at)
      },
      paste(text: string): void {
        const copied = excalidrawClipboard(text)
        if (copied) return void bring(copied)
        if (text.trim() === '' || !engine.paste(text))
          toast.info({ title: t('clipboard.nothing'), description: t('clipboard.nothingText'), id: 'paste' })
      },
      name: () => connection.state.getState().boardName ?? t('board.untitled'),
    }
  }, [session, panels, t])
}
