'use client'

import { useEffect } from 'react'
import { useT } from '../ui/i18n'
import { toast } from '../ui/toast'
import type { BoardSession } from './board-session'

const NOTICES: Readonly<Record<string, 'notice.too-large' | 'notice.too-many' | 'notice.busy'>> = {
  busy: 'notice.busy',
  'too-large': 'notice.too-large',
  'too-many': 'notice.too-many',
}

/** Refused edits, told as they happen: what it was, and that the board is unchanged. */
export function useNotices({ engine }: BoardSession): void {
  const t = useT('board')
  useEffect(() => {
    const tell = (code: string) =>
      toast.warning({
        title: t(NOTICES[code] ?? 'notice.invalid'),
        description: t('notice.kept'),
        id: 'notice',
      })
    return engine.state.subscribe(({ notice }, before) => {
      if (notice && notice !== before.notice) tell(notice.code)
    })
  }, [engine, t])
}
