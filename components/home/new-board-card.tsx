'use client'

import { Plus } from 'lucide-react'
import { useT } from '../ui/i18n'
import { ImportButton } from './import-button'
import { PAPER } from './thumbnail'

/** The first card: a new board at once, or one made of a file. */
export function NewBoardCard({
  isCreating,
  onCreate,
  onImport,
}: {
  isCreating: boolean
  onCreate: () => void
  onImport: (files: readonly File[]) => void
}) {
  const t = useT('home')
  return (
    <li className="flex flex-col rounded-panel border border-dashed border-outline transition-colors duration-120 hover:border-accent">
      <button
        type="button"
        disabled={isCreating}
        onClick={onCreate}
        className="group flex flex-1 flex-col items-center justify-center gap-2.5 rounded-t-panel px-3 py-6 text-center disabled:opacity-60"
        style={PAPER}
      >
        <span className="flex size-11 items-center justify-center rounded-full bg-accent text-on-accent transition-[filter] duration-120 group-hover:brightness-110">
          <Plus aria-hidden className="size-6" />
        </span>
        <span className="text-body font-medium">{isCreating ? t('creating') : t('newBoard')}</span>
        <span className="text-caption text-muted max-sm:hidden">{t('newBoardHint')}</span>
      </button>
      <ImportButton
        onImport={onImport}
        className="flex h-10 items-center justify-center gap-2 rounded-b-panel border-t border-dashed border-outline text-control text-muted transition-colors duration-120 hover:bg-hover hover:text-text pointer-coarse:h-11"
      />
    </li>
  )
}
