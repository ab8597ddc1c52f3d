'use client'

import { useCallback } from 'react'
import { useT } from '../ui/i18n'
import { toast } from '../ui/toast'

/** Rename the board for everybody. The new name comes back over the connection; a failure is told here. */
export function useRenameBoard(boardId: string): (name: string) => void {
  const t = useT('board')
  return useCallback(
    (name) => {
      const request = fetch(`/api/v1/boards/${boardId}`, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name }),
      })
      void request
        .then((response) => response.ok)
        .catch(() => false)
        .then((isRenamed) => {
          if (!isRenamed) toast.error({ title: t('title.failed'), description: t('title.failedText') })
        })
    },
    [boardId, t],
  )
}
