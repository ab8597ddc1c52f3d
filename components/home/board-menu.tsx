'use client'

import { ArrowUpRight, Link2, MoreHorizontal, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { IconButton } from '../ui/button'
import { useT } from '../ui/i18n'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu'

export interface BoardMenuProps {
  label: string
  href: string
  canRename: boolean
  canDelete: boolean
  onRename: () => void
  onCopyLink: () => void
  onDelete: () => void
}

/** What can be done with a board. Loaded, and open, with the first click on its button. */
export default function BoardMenu(props: BoardMenuProps) {
  const t = useT('home')
  const [isOpen, setOpen] = useState(true)
  /** The field and the dialog take the focus themselves. */
  const keepsFocus = useRef(true)
  const leaving = (run: () => void) => () => {
    keepsFocus.current = false
    run()
  }
  return (
    <Menu
      align="end"
      isOpen={isOpen}
      onOpenChange={(open) => {
        keepsFocus.current = true
        setOpen(open)
      }}
      onCloseAutoFocus={(event) => !keepsFocus.current && event.preventDefault()}
      trigger={
        <IconButton label={props.label} className="relative z-10 -my-1 -mr-1.5">
          <MoreHorizontal aria-hidden />
        </IconButton>
      }
    >
      <MenuItem
        icon={<ArrowUpRight aria-hidden />}
        onSelect={() => window.open(props.href, '_blank', 'noopener')}
      >
        {t('openInTab')}
      </MenuItem>
      <MenuItem icon={<Link2 aria-hidden />} onSelect={props.onCopyLink}>
        {t('copyLink')}
      </MenuItem>
      {props.canRename && (
        <MenuItem icon={<Pencil aria-hidden />} onSelect={leaving(props.onRename)}>
          {t('rename')}
        </MenuItem>
      )}
      {props.canDelete && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={leaving(props.onDelete)}>
            {t('delete')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
