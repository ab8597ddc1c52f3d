'use client'

import type { BoardSummary } from '../../lib/protocol/api'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useT } from '../ui/i18n'

/** Asks before a board is gone, and says what goes with it. */
export default function DeleteDialog({
  board,
  onAnswer,
}: {
  board: BoardSummary
  onAnswer: (isSure: boolean) => void
}) {
  const t = useT('home')
  const common = useT('common')
  return (
    <Dialog
      isOpen
      isModalQuestion
      onClose={() => onAnswer(false)}
      title={t('deleteTitle', { name: board.name || t('unnamed') })}
      description={board.people > 0 ? t('deleteTextPeople', { count: board.people }) : t('deleteText')}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>{common('cancel')}</Button>
          <Button kind="danger" onClick={() => onAnswer(true)}>
            {t('deleteConfirm')}
          </Button>
        </>
      }
    />
  )
}
