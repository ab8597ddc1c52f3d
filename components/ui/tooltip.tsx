'use client'

import { Slot } from 'radix-ui'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { classes } from './classes'
import { PANEL } from './panel'

/** A pointer that only crosses a bar asks for nothing. */
const DELAY_MS = 500
/** Once one tooltip was open, its neighbours open at once for this long. */
const WARM_MS = 300
const GAP_PX = 8
const EDGE_PX = 8

interface Tip {
  readonly label: string
  readonly keys: string | undefined
  readonly side: string
  readonly around: DOMRect
}

/** Around a screen: shows the tooltips of everything inside, one at a time. */
export function TooltipGroup({ children }: { children: ReactNode }) {
  const [tip, setTip] = useState<Tip | null>(null)
  useEffect(() => listenForTips(setTip), [])
  return (
    <>
      {children}
      {tip && <TipView key={tip.label} tip={tip} />}
    </>
  )
}

/** The name of a control and its keys, on hover and on keyboard focus. Needs a `TooltipGroup` above it. */
export function Tooltip({
  label,
  keys,
  side = 'bottom',
  children,
}: {
  label: string
  /** Keys as people read them: `R` or `Ctrl Shift G`. */
  keys?: string
  side?: 'top' | 'bottom'
  /** The control, one element that takes attributes. */
  children: ReactNode
}) {
  return (
    <Slot.Root data-tip={label} data-tip-keys={keys} data-tip-side={side}>
      {children}
    </Slot.Root>
  )
}

/** One set of listeners for all tooltips, because a screen has dozens and shows one. Returns the undo. */
function listenForTips(show: (tip: Tip | null) => void): () => void {
  const ending = new AbortController()
  let owner: Element | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastShown = -Infinity

  const tipOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
  function hide(): void {
    clearTimeout(timer)
    if (owner) lastShown = performance.now()
    owner = null
    show(null)
  }
  function open(element: HTMLElement): void {
    const { tip = '', tipKeys: keys, tipSide: side = 'bottom' } = element.dataset
    owner = element
    show({ label: tip, keys, side, around: element.getBoundingClientRect() })
  }
  function over(event: PointerEvent): void {
    const element = tipOf(event.target)
    if (element === owner) return
    const isWarm = owner !== null || performance.now() - lastShown < WARM_MS
    hide()
    if (!element || event.pointerType === 'touch' || event.buttons !== 0) return
    if (isWarm) open(element)
    else timer = setTimeout(() => open(element), DELAY_MS)
  }
  function focus(event: FocusEvent): void {
    const element = tipOf(event.target)
    if (element?.matches(':focus-visible')) open(element)
    else hide()
  }

  const on = { signal: ending.signal }
  document.addEventListener('pointerover', over, on)
  document.documentElement.addEventListener('pointerleave', hide, on)
  document.addEventListener('focusin', focus, on)
  document.addEventListener('focusout', hide, on)
  document.addEventListener('pointerdown', hide, { ...on, capture: true })
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), on)
  addEventListener('scroll', hide, { ...on, capture: true })
  return () => {
    clearTimeout(timer)
    ending.abort()
  }
}

function TipView({ tip: { label, keys, side, around } }: { tip: Tip }) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!element.current) return
    const { offsetWidth: w, offsetHeight: h, style } = element.current
    const [above, below] = [around.top - GAP_PX - h, around.bottom + GAP_PX]
    const isAbove = side === 'top' ? above >= EDGE_PX : below + h > innerHeight - EDGE_PX
    const middle = around.left + around.width / 2 - w / 2
    style.left = `${Math.max(EDGE_PX, Math.min(middle, innerWidth - EDGE_PX - w))}px`
    style.top = `${isAbove ? above : below}px`
  }, [around, side])
  return (
    <div
      ref={element}
      role="tooltip"
      className={classes(
        PANEL,
        'pointer-events-none fixed top-0 left-0 z-50 flex max-w-64 animate-fade items-center gap-2 px-2.5 py-1.5 text-caption',
      )}
    >
      {label}
      {keys && <kbd className="font-ui text-muted tabular-nums">{keys}</kbd>}
    </div>
  )
}
