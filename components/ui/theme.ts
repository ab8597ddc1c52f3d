'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { isTheme, rememberChoice, THEME_COOKIE, type Theme } from './preferences'

const SYSTEM_DARK = '(prefers-color-scheme: dark)'

const pinned = (): Theme | null => {
  const value = document.documentElement.dataset['theme']
  return isTheme(value) ? value : null
}
/** The theme on screen. */
export const themeShown = (): Theme => pinned() ?? (matchMedia(SYSTEM_DARK).matches ? 'slate' : 'paper')

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  const system = matchMedia(SYSTEM_DARK)
  system.addEventListener('change', onChange)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', onChange)
  }
}

/** The theme on screen (`theme`), what the person pinned (`pinned`, null: as the system), and how to pin. */
export function useTheme(): {
  theme: Theme
  pinned: Theme | null
  pin: (theme: Theme | null) => void
} {
  const theme = useSyncExternalStore(subscribe, themeShown, () => 'paper' as const)
  const choice = useSyncExternalStore(subscribe, pinned, () => null)
  const pin = useCallback((next: Theme | null) => {
    rememberChoice(THEME_COOKIE, next)
    if (next) document.documentElement.dataset['theme'] = next
    else delete document.documentElement.dataset['theme']
  }, [])
  return { theme, pinned: choice, pin }
}
