'use client'

import { toast as sonner, Toaster as Primitive } from 'sonner'
import { useTheme } from './theme'

/** Where messages appear; once per page. They wait while the pointer or the focus is on them. */
export function Toaster() {
  const { theme } = useTheme()
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

export interface Notice {
  title: string
  /** What was kept, and what to do next. */
  description?: string
  /** Ms on screen; errors stay longer by default because they are read twice. */
  duration?: number
  action?: { label: string; run: () => void }
  /** A second notice with the same id replaces the first. */
  id?: string
}

const show =
  (kind: 'message' | 'success' | 'warning' | 'error', duration: number) =>
  (notice: Notice): void => {
    sonner[kind](notice.title, {
      duration: notice.duration ?? duration,
      ...(notice.description !== undefined && { description: notice.description }),
      ...(notice.action && { action: { label: notice.action.label, onClick: notice.action.run } }),
      ...(notice.id !== undefined && { id: notice.id }),
    })
  }

/** Tell somebody something without asking for an answer. Needs a `Toaster` on the page. */
export const toast = {
  info: show('message', 4_000),
  success: show('success', 4_000),
  warning: show('warning', 8_000),
  error: show('error', 10_000),
  dismiss: (id: string) => void sonner.dismiss(id),
}
