'use client'

import { useEffect } from 'react'
import { toast as sonner, Toaster as Primitive } from 'sonner'
import { useTheme } from './theme'

export type Sonner = typeof sonner

/** The messages themselves; loaded with the first one. `onReady` is called when they can be shown. */
export default function ToastView({ onReady }: { onReady: (show: Sonner) => void }) {
  const { theme } = useTheme()
  useEffect(() => onReady(sonner), [onReady])
  return (
    <Primitive
      theme={theme === 'slate' ? 'dark' : 'light'}
      position="bottom-center"
      offset={{ bottom: 84 }}
      mobileOffset={{ bottom: 84, left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'font-ui flex w-full items-start gap-3 rounded-panel border border-hairline bg-surface px-4 py-3 text-text shadow-panel sm:w-[380px]',
          content: 'min-w-0 flex-1',
          title: 'text-control font-medium [overflow-wrap:anywhere]',
          description: 'mt-0.5 text-control text-muted [overflow-wrap:anywhere]',
          icon: 'hidden',
          actionButton:
            'h-8 shrink-0 rounded-control px-3 text-control font-medium text-accent hover:bg-hover pointer-coarse:h-11',
          error: '[&_[data-title]]:text-danger',
          warning: '[&_[data-title]]:text-warning',
        },
      }}
    />
  )
}
