'use client'

import { Settings2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { Button } from '../ui/button'
import { useT } from '../ui/i18n'
import { lazyPart } from '../ui/lazy-part'

const loadMenu = () => import('./settings-menu')
const SettingsMenu = lazyPart(loadMenu)

/** The name of the place, and what the visitor may set: their name, the language, the theme. */
export function HomeHeader({ name, onRename }: { name: string | null; onRename: () => void }) {
  const common = useT('common')
  const [isWanted, want] = useState(false)
  const button = (
    <Button
      kind="quiet"
      aria-haspopup="menu"
      className="-mr-3.5 min-w-0 max-w-60 shrink"
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => want(true)}
    >
      <SettingsLabel name={name} />
    </Button>
  )
  return (
    <header className="mx-auto flex h-16 w-full max-w-[1240px] items-center justify-between gap-4 px-4 sm:px-8">
      <p className="flex items-center gap-2.5 text-[17px] font-semibold tracking-[-0.01em]">
        <Slate />
        {common('appName')}
      </p>
      {isWanted ? (
        <Suspense fallback={button}>
          <SettingsMenu onRename={onRename} label={<SettingsLabel name={name} />} />
        </Suspense>
      ) : (
        button
      )}
    </header>
  )
}

function SettingsLabel({ name }: { name: string | null }) {
  const t = useT('home')
  return (
    <>
      <span className="truncate">{name ?? t('settings')}</span>
      {name !== null && <span className="sr-only">, {t('settings')}</span>}
      <Settings2 aria-hidden className="size-[18px] shrink-0 text-muted" />
    </>
  )
}

/** A school slate with a line of chalk: the same in both themes, as things are. */
function Slate() {
  return (
    <svg width="26" height="22" viewBox="0 0 26 22" fill="none" aria-hidden className="shrink-0 text-accent">
      <rect x="1" y="1" width="24" height="20" rx="4" fill="currentColor" fillOpacity="0.14" />
      <rect x="1" y="1" width="24" height="20" rx="4" stroke="currentColor" strokeWidth="1.75" />
      <path
        d="M6.500 14.500c2.400-5.600 4-7 5.100-6.600 1.800.7-2 6.300.4 6.300s4-4.200 5.200-4.200c1.100 0 .3 2.800 2 2.800"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
