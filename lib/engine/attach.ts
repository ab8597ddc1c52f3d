import { densityFor } from './density'
import type { FrameLoop } from './frame-loop'
import { listenToPointer, type PointerSink } from './pointer/pointer'
import type { Viewport } from './navigation/viewport'

interface Attachment {
  readonly viewport: Viewport
  readonly loop: FrameLoop
  /** In the order of stacking. */
  readonly layers: readonly { attach(host: HTMLElement): () => void }[]
  readonly sink: PointerSink
  /** The canvas has a size for the first time. */
  onFirstSize(): void
  /** A hand or a key does something, or the focus comes: what moves by itself gives way. */
  onStir(by: 'hand' | 'key' | 'focus'): void
  /** Nobody looks at the page any more. */
  onHidden(): void
  /** A font has come: what was painted with another is not good. */
  onFonts(): void
}

/** Pressed on the way to another key. */
const HELD_KEYS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/** Put the layers into `host`, follow its size and its pointer, and run frames; returns the undo. */
export function attachTo(host: HTMLElement, parts: Attachment): () => void {
  const { viewport, loop, layers, sink } = parts
  const view = host.ownerDocument.defaultView
  const ending = new AbortController()

  function resize(): void {
    const { clientWidth: w, clientHeight: h } = host
    const isFirst = viewport.size.w === 0 && w > 0
    viewport.resize({ w, h }, densityFor({ w, h }, view?.devicePixelRatio ?? 1))
    if (isFirst) parts.onFirstSize()
  }

  const observer = new ResizeObserver(resize)
  const ends = [
    ...layers.map((layer) => layer.attach(host)),
    listenToPointer(host, viewport, sink),
    () => observer.disconnect(),
    () => ending.abort(),
    () => loop.stop(),
  ]
  observer.observe(host)
  const early = { signal: ending.signal, capture: true, passive: true }
  host.addEventListener('focus', () => parts.onStir('focus'), early)
  for (const type of ['pointerdown', 'wheel']) host.addEventListener(type, () => parts.onStir('hand'), early)
  view?.addEventListener('keydown', ({ key }) => HELD_KEYS.has(key) || parts.onStir('key'), early)
  view?.addEventListener('resize', resize, { signal: ending.signal })
  if (view) onDensity(view, resize, ending.signal)
  host.ownerDocument.addEventListener(
    'visibilitychange',
    () => (host.ownerDocument.hidden ? parts.onHidden() : loop.schedule()),
    { signal: ending.signal },
  )
  host.ownerDocument.fonts.addEventListener('loadingdone', () => parts.onFonts(), { signal: ending.signal })
  resize()
  loop.start()
  return () => {
    for (const end of ends) end()
  }
}

/** The density of pixels changes without the size when the window moves to another screen: each density is asked for by name. */
function onDensity(view: Window, listener: () => void, signal: AbortSignal): void {
  const changed = () => {
    if (signal.aborted) return
    onDensity(view, listener, signal)
    listener()
  }
  const same = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`)
  same.addEventListener('change', changed, { once: true, signal })
}
