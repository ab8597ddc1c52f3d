'use client'

import { MoreHorizontal, Users } from 'lucide-react'
import Link from 'next/link'
import { Suspense, useRef, useState, type RefObject } from 'react'
import type { BoardSummary } from '../../lib/protocol/api'
import { IconButton } from '../ui/button'
import { useLanguage, useT } from '../ui/i18n'
import { timeAgo } from './relative-time'
import { Thumbnail } from './thumbnail'
import { lazyPart } from '../ui/lazy-part'

const loadMenu = () => import('./board-menu')
const BoardMenu = lazyPart(loadMenu)
const RenameField = lazyPart(() => import('./rename-field'))

export interface BoardCardProps {
  board: BoardSummary
  /** Epoch ms, for how long ago. */
  now: number
  onRename: (name: string) => void
  onCopyLink: () => void
  onDelete: () => void
}

/** One board: the card is the link, the name is edited in place, everything else is in its menu. */
export function BoardCard({ board, now, onRename, onCopyLink, onDelete }: BoardCardProps) {
  const t = useT('home')
  const [language] = useLanguage()
  const [isRenaming, setRenaming] = useState(false)
  const [isMenuWanted, wantMenu] = useState(false)
  const link = useRef<HTMLAnchorElement>(null)
  const when = timeAgo(Date.parse(board.updatedAt), now, language)
  const name = board.name || t('unnamed')

  const menuButton = (
    <IconButton
      label={t('boardMenu', { name })}
      aria-haspopup="menu"
      className="relative z-10 -my-1 -mr-1.5"
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => wantMenu(true)}
    >
      <MoreHorizontal aria-hidden />
    </IconButton>
  )
  return (
    <li className="group relative flex flex-col rounded-panel border border-hairline bg-surface transition-[border-color,box-shadow] duration-120 focus-within:border-outline hover:border-outline hover:shadow-panel">
      <Thumbnail name={name} />
      <div className="flex flex-1 flex-col gap-0.5 py-2.5 pl-3.5 pr-3">
        <div className="flex items-center gap-1">
          <h2 className="min-w-0 flex-1 text-body font-medium">
            {isRenaming ? (
              <Suspense fallback={name}>
                <RenameField
                  name={board.name}
                  onDone={(next) => {
                    setRenaming(false)
                    if (next !== null) onRename(next)
                    focusNext(link)
                  }}
                />
              </Suspense>
            ) : (
              <Link
                ref={link}
                href={`/b/${board.id}`}
                prefetch={false}
                title={name}
                className="line-clamp-2 outline-none [overflow-wrap:anywhere] sm:line-clamp-1 after:absolute after:inset-0 after:rounded-panel focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {name}
              </Link>
            )}
          </h2>
          {isMenuWanted ? (
            <Suspense fallback={menuButton}>
              <BoardMenu
                label={t('boardMenu', { name })}
                href={`/b/${board.id}`}
                canRename={board.role !== 'view'}
                canDelete={board.role === 'owner'}
                onRename={() => setRenaming(true)}
                onCopyLink={onCopyLink}
                onDelete={onDelete}
              />
            </Suspense>
          ) : (
            menuButton
          )}
        </div>
        <p className="truncate text-caption text-muted tabular-nums">
          {when === null ? t('changedNow') : t('changed', { when })}
        </p>
        {board.people > 0 && (
          <p className="flex items-center gap-1.5 truncate text-caption font-medium text-success">
            <Users aria-hidden className="size-3.5 shrink-0" />
            {t('peopleNow', { count: board.people })}
          </p>
        )}
      </div>
    </li>
  )
}

/** The link comes back when the field is gone, one render later. */
const focusNext = (element: RefObject<HTMLElement | null>) =>
  requestAnimationFrame(() => element.current?.focus())
