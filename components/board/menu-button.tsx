'use client'

import { Menu as MenuIcon } from 'lucide-react'
import { Suspense, useState } from 'react'
import { IconButton } from '../ui/button'
import { useT } from '../ui/i18n'
import { lazyPart } from '../ui/lazy-part'

const MainMenu = lazyPart(() => import('./main-menu'))

/** The menu's button, top left; the menu itself is loaded with the first press. */
export function MenuButton() {
  const t = useT('board')
  const [wasPressed, setPressed] = useState(false)
  const icon = <MenuIcon aria-hidden strokeWidth={1.75} />
  const button = (
    <IconButton
      label={t('menu.open')}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setPressed(true)}
    >
      {icon}
    </IconButton>
  )
  if (!wasPressed) return button
  return (
    <Suspense fallback={button}>
      <MainMenu trigger={<IconButton label={t('menu.open')}>{icon}</IconButton>} />
    </Suspense>
  )
}
