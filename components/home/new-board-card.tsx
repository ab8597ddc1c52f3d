'use client'

import { FileUp, Plus } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../ui/i18n'
import { PAPER } from './thumbnail'

/** What Ardoise reads; the content decides, this only sorts the list of the system's dialog. */
const ACCEPT = '.ardoise.json,.json,.excalidraw,.excalidrawlib,application/json'

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
  const files = useRef<HTMLInputElement>(null)
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
      <button
        type="button"
        title={t('importHint')}
        onClick={() => files.current?.click()}
        className="flex h-10 items-center justify-center gap-2 rounded-b-panel border-t border-dashed border-outline text-control text-muted transition-colors duration-120 hover:bg-hover hover:text-text pointer-coarse:h-11"
      >
        <FileUp aria-hidden className="size-4" />
        {t('import')}
      </button>
      <input
        ref={files}
        type="file"
        accept={ACCEPT}
        hidden
        aria-label={t('import')}
        onChange={({ currentTarget }) => {
          onImport([...(currentTarget.files ?? [])])
          currentTarget.value = '' // so that the same file can be chosen again
        }}
      />
    </li>
  )
}
