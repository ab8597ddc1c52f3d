'use client'

import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../ui/i18n'

/** What Ardoise reads; the content decides, this only sorts the list of the system's dialog. */
const ACCEPT = '.ardoise.json,.json,.excalidraw,.excalidrawlib,application/json'

/** Chooses a file to make a board of. */
export function ImportButton({
  className,
  onImport,
}: {
  className: string
  onImport: (files: readonly File[]) => void
}) {
  const t = useT('home')
  const files = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        title={t('importHint')}
        onClick={() => files.current?.click()}
        className={className}
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
    </>
  )
}
