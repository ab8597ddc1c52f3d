'use client'

import { AlignStartVertical } from 'lucide-react'
import { IconButton } from '../ui/button'
import { useT } from '../ui/i18n'
import { Popover } from '../ui/popover'
import { Tooltip } from '../ui/tooltip'
import { ActionIcon } from './action-icon'
import { BarButton } from './bar'
import { useAction } from './board-context'

/** Each row is one direction: edges and middle, then spaces, then the mirror. */
const ROWS = [
  ['align.left', 'align.centre', 'align.right', 'distribute.horizontally', 'flip.horizontally'],
  ['align.top', 'align.middle', 'align.bottom', 'distribute.vertically', 'flip.vertically'],
] as const

/** Where several shapes stand among each other: stays open, because one often wants two of these. */
export function AlignButton() {
  const t = useT('board')
  return (
    <Popover
      label={t('menu.align')}
      side="top"
      trigger={
        <BarButton label={t('menu.align')} side="top">
          <AlignStartVertical aria-hidden strokeWidth={1.75} />
        </BarButton>
      }
    >
      <div className="grid grid-cols-5 gap-0.5">
        {ROWS.flat().map((id) => (
          <ArrangeButton key={id} id={id} />
        ))}
      </div>
    </Popover>
  )
}

function ArrangeButton({ id }: { id: string }) {
  const { label, keys, icon, isEnabled, run } = useAction(id)
  return (
    <Tooltip label={label} side="top" {...(keys && { keys })}>
      <IconButton label={label} aria-disabled={!isEnabled} onClick={() => isEnabled && run()}>
        <ActionIcon name={icon} />
      </IconButton>
    </Tooltip>
  )
}
