'use client'

import { Suspense, useSyncExternalStore } from 'react'
import type { Sonner } from './toast-view'
import { lazyPart } from './lazy-part'

const ToastView = lazyPart(() => import('./toast-view'))

/** Most visits show no message: what draws them is loaded with the first one, which waits for it here. */
let isWanted = false
let sonner: Sonner | null = null
const waiting: ((show: Sonner) => void)[] = []
const listeners = new Set<() => void>()

function whenReady(run: (show: Sonner) => void): void {
  if (sonner) return run(sonner)
  waiting.push(run)
  isWanted = true
  for (const tell of listeners) tell()
}
function ready(show: Sonner): void {
  sonner = show
  for (const run of waiting.splice(0)) run(show)
}
const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** Where messages appear; once per page. They wait while the pointer or the focus is on them. */
export function Toaster() {
  const isNeeded = useSyncExternalStore(
    subscribe,
    () => isWanted,
    () => false,
  )
  return (
    isNeeded && (
      <Suspense>
        <ToastView onReady={ready} />
      </Suspense>
    )
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
    whenReady((show) =>
      show[kind](notice.title, {
        duration: notice.duration ?? duration,
        ...(notice.description !== undefined && { description: notice.description }),
        ...(notice.action && { action: { label: notice.action.label, onClick: notice.action.run } }),
        ...(notice.id !== undefined && { id: notice.id }),
      }),
    )
  }

/** Tell somebody something without asking for an answer. Needs a `Toaster` on the page. */
export const toast = {
  info: show('message', 4_000),
  success: show('success', 4_000),
  warning: show('warning', 8_000),
  error: show('error', 10_000),
  dismiss: (id: string) => void sonner?.dismiss(id),
}
