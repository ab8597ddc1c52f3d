'use client'

import { Share2 } from 'lucide-react'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { useT } from '../ui/i18n'
import { useBoard, usePanels } from './board-context'
import { LazyPopover } from './lazy-popover'

/** The address that others open: the board's own, without anything that belongs to this tab. */
export const boardLink = (boardId: string): string => new URL(`/b/${boardId}`, location.origin).href

/** The link, what it gives, and a button that copies it. */
export function Share() {
  const t = useT('board')
  const { boardId, panels, context, linkRole } = useBoard()
  const isOpen = usePanels((state) => state.open === 'share')
  return (
    <LazyPopover
      label={t('share.title')}
      align="end"
      className="w-96 max-w-[calc(100vw-16px)]"
      isOpen={isOpen}
      onOpenChange={(open) => panels.setState({ open: open ? 'share' : null })}
      trigger={
        <Button kind="primary" className="max-sm:hidden">
          <Share2 aria-hidden className="size-4" />
          {t('share.open')}
        </Button>
      }
    >
      <p className="text-body font-medium">{t('share.title')}</p>
      <p className="mt-1 text-control text-muted">{t(`share.${linkRole}`)}</p>
      <div className="mt-3 flex gap-2">
        <Input
          readOnly
          aria-label={t('share.link')}
          value={boardLink(boardId)}
          onFocus={(event) => event.target.select()}
        />
        <Button kind="primary" onClick={() => context.host.copyLink()}>
          {t('share.copy')}
        </Button>
      </div>
    </LazyPopover>
  )
}
