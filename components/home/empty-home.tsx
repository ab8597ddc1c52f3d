'use client'

import { Button } from '../ui/button'
import { useT } from '../ui/i18n'
import { ImportButton } from './import-button'
import { PAPER } from './thumbnail'

/** What somebody sees who has no board yet: a sheet to draw on, one click away. */
export function EmptyHome({
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
    <div className="mx-auto grid max-w-[980px] items-center gap-10 py-8 sm:gap-16 sm:py-20 lg:grid-cols-[1fr_460px]">
      <div>
        <h1 className="text-[32px] font-semibold leading-10 tracking-[-0.015em]">{t('emptyTitle')}</h1>
        <p className="mt-3 max-w-[46ch] text-body leading-6 text-muted">{t('emptyText')}</p>
        <div className="mt-6 flex flex-wrap items-center gap-2">
          <Button kind="primary" className="h-11 px-5" disabled={isCreating} onClick={onCreate}>
            {isCreating ? t('creating') : t('emptyAction')}
          </Button>
          <ImportButton
            onImport={onImport}
            className="flex h-11 items-center gap-2 rounded-control px-4 text-control font-medium hover:bg-hover active:bg-pressed"
          />
        </div>
      </div>
      {/* For the hand that goes straight to the paper; the button beside it is the one with a name. */}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        disabled={isCreating}
        onClick={onCreate}
        className="group aspect-[16/10] w-full rounded-panel border border-hairline bg-canvas text-accent shadow-panel transition-[border-color] duration-120 hover:border-accent"
        style={PAPER}
      >
        <svg
          viewBox="0 0 460 288"
          fill="none"
          className="size-full"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path
            d="M96 178c27-71 50-98 66-92 24 9-29 86 6 86 33 0 58-61 76-58 19 3-7 52 17 52 22 0 38-42 55-40 14 2 3 32 26 31"
            stroke="currentColor"
            strokeWidth="5"
          />
        </svg>
      </button>
    </div>
  )
}
