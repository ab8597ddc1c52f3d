import { distance, lerp, scale, subtract, type Point } from '../geometry/point'
import type { Input, Modifiers, PointerKind } from '../tools/define'
import { panned, zoomedTo } from './camera'
import type { Viewport } from './viewport'

export type Panning = 'off' | 'ready' | 'on'

/** What the pointer may do to the engine. */
export interface PointerSink {
  input(input: Input, options: { isEraser: boolean }): void
  /** The pointer is over the canvas at this page point, or has left it. */
  hover(page: Point | null): void
  /** The camera is being dragged by hand, would be by the next press (`ready`), or neither. */
  panning(state: Panning): void
}

/** Two presses within this time and distance are one double click. */
const DOUBLE_MS = 400
const DOUBLE_PX = 8
/** A second finger this soon after the first means «pinch»: the stroke just begun was none. Later it is a palm. */
const PINCH_MS = 300
/** Zoom per px of a wheel turned with Ctrl; a notch of 100 px counts as 25, a trackpad's pinch as it is. */
const WHEEL_ZOOM = 0.01
const WHEEL_MOST_PX = 25
/** Firefox counts wheel lines. */
const LINE_PX = 16
const PEN_SEEN = 'ardoise:pen'
const PEN_ERASER_BUTTON = 5

type Mode =
  | { at: 'idle' }
  | { at: 'tool'; pointer: number; since: number }
  | { at: 'pan'; pointer: number; last: Point }
  | { at: 'pinch'; a: number; b: number; middle: Point; spread: number }

/** Turns the pointer events on `host` into inputs for a tool, and pans and zooms; returns the undo. */
export function listenToPointer(host: HTMLElement, viewport: Viewport, sink: PointerSink): () => void {
  let mode: Mode = { at: 'idle' }
  let isSpaceHeld = false
  let hasPen = readPenSeen()
  let lastPress = { time: -Infinity, at: { x: 0, y: 0 }, clicks: 0 }
  const touches = new Map<number, Point>()
  const ending = new AbortController()

  const screenOf = (event: MouseEvent): Point => {
    const { left, top } = host.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const sampleOf = (event: PointerEvent) => {
    const screen = screenOf(event)
    return { screen, page: viewport.toPage(screen), pressure: pressureOf(event) }
  }
  const send = (input: Input, isEraser = false) => sink.input(input, { isEraser })

  function countClicks(at: Point, time: number): number {
    const isAgain = time - lastPress.time < DOUBLE_MS && distance(at, lastPress.at) < DOUBLE_PX
    lastPress = { time, at, clicks: isAgain ? lastPress.clicks + 1 : 1 }
    return lastPress.clicks
  }

  function tellPanning(): void {
    sink.panning(mode.at === 'pan' || mode.at === 'pinch' ? 'on' : isSpaceHeld ? 'ready' : 'off')
  }

  function startPan(event: PointerEvent): void {
    mode = { at: 'pan', pointer: event.pointerId, last: screenOf(event) }
    tellPanning()
  }

  function startPinch(): void {
    const [[a, first], [b, second]] = [...touches] as [[number, Point], [number, Point]]
    mode = { at: 'pinch', a, b, middle: lerp(first, second, 0.5), spread: distance(first, second) }
    tellPanning()
  }

  function touched(event: PointerEvent): boolean {
    touches.set(event.pointerId, screenOf(event))
    if (touches.size === 2) {
      if (mode.at === 'tool' && event.timeStamp - mode.since > PINCH_MS) return false
      if (mode.at === 'tool') send({ on: 'cancel' })
      startPinch()
      return false
    }
    return mode.at === 'idle'
  }

  function down(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest('[data-typing]')) return
    host.focus({ preventScroll: true })
    const kind = event.pointerType as PointerKind
    if (kind === 'pen' && !hasPen) {
      hasPen = true
      rememberPen()
    }
    if (kind === 'touch' ? !touched(event) : mode.at !== 'idle') return
    const isPan = event.button === 1 || isSpaceHeld || (kind === 'touch' && hasPen)
    const isEraser = kind === 'pen' && event.button === PEN_ERASER_BUTTON
    if (event.button !== 0 && !isPan && !isEraser) return
    event.preventDefault()
    host.setPointerCapture(event.pointerId)
    if (isPan) return startPan(event)
    mode = { at: 'tool', pointer: event.pointerId, since: event.timeStamp }
    const sample = sampleOf(event)
    const clicks = countClicks(sample.screen, event.timeStamp)
    send({ on: 'down', kind, clicks, ...sample, ...modifiersOf(event) }, isEraser)
  }

  function move(event: PointerEvent): void {
    if (touches.has(event.pointerId)) touches.set(event.pointerId, screenOf(event))
    if (mode.at === 'pinch') return pinch()
    if (mode.at === 'pan') {
      if (event.pointerId !== mode.pointer) return
      const at = screenOf(event)
      viewport.look(panned(viewport.aim, subtract(at, mode.last)))
      mode.last = at
      return
    }
    if (mode.at === 'tool' ? event.pointerId !== mode.pointer : event.pointerType === 'touch') return
    const sample = sampleOf(event)
    sink.hover(sample.page)
    const coalesced = mode.at === 'tool' ? (event.getCoalescedEvents?.() ?? []) : []
    const samples = coalesced.length > 0 ? coalesced.map(sampleOf) : [sample]
    send({ on: 'move', samples, ...sample, ...modifiersOf(event) })
  }

  function pinch(): void {
    if (mode.at !== 'pinch') return
    const [first, second] = [touches.get(mode.a), touches.get(mode.b)]
    if (!first || !second) return
    const middle = lerp(first, second, 0.5)
    const spread = distance(first, second)
    const moved = panned(viewport.aim, subtract(middle, mode.middle))
    const factor = mode.spread > 0 ? spread / mode.spread : 1
    viewport.look(zoomedTo(moved, moved.zoom * factor, middle, viewport.leastZoom))
    mode = { ...mode, middle, spread }
  }

  function up(event: PointerEvent): void {
    touches.delete(event.pointerId)
    if (mode.at === 'pinch' && (event.pointerId === mode.a || event.pointerId === mode.b)) {
      mode = { at: 'idle' }
      tellPanning()
    } else if (mode.at === 'pan' && event.pointerId === mode.pointer) {
      mode = { at: 'idle' }
      tellPanning()
    } else if (mode.at === 'tool' && event.pointerId === mode.pointer) {
      mode = { at: 'idle' }
      send({ on: 'up', ...sampleOf(event), ...modifiersOf(event) })
      if (event.pointerType === 'touch') sink.hover(null)
    }
  }

  function cancel(event: PointerEvent): void {
    touches.delete(event.pointerId)
    if (mode.at === 'idle' || (mode.at !== 'pinch' && mode.pointer !== event.pointerId)) return
    const wasTool = mode.at === 'tool'
    mode = { at: 'idle' }
    if (wasTool) send({ on: 'cancel' })
    else tellPanning()
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
    const delta = scale({ x: event.deltaX, y: event.deltaY }, unit)
    if (event.ctrlKey || event.metaKey) {
      const turned = Math.max(-WHEEL_MOST_PX, Math.min(WHEEL_MOST_PX, delta.y))
      const { aim } = viewport
      const next = aim.zoom * Math.exp(-turned * WHEEL_ZOOM)
      viewport.look(zoomedTo(aim, next, screenOf(event), viewport.leastZoom))
    } else {
      const isSideways = event.shiftKey && delta.x === 0
      viewport.look(panned(viewport.aim, scale(isSideways ? { x: delta.y, y: 0 } : delta, -1)))
    }
    sink.hover(viewport.toPage(screenOf(event)))
  }

  function key(event: KeyboardEvent): void {
    if (event.code !== 'Space' || isTyping(event.target)) return
    const isHeld = event.type === 'keydown'
    if (isHeld && event.target !== host && event.target !== host.ownerDocument.body) return
    if (isHeld) event.preventDefault()
    if (isSpaceHeld === isHeld) return
    isSpaceHeld = isHeld
    tellPanning()
  }

  function releaseSpace(): void {
    isSpaceHeld = false
    tellPanning()
  }

  const on = { signal: ending.signal }
  host.addEventListener('pointerdown', down, on)
  host.addEventListener('pointermove', move, on)
  host.addEventListener('pointerup', up, on)
  host.addEventListener('pointercancel', cancel, on)
  host.addEventListener('lostpointercapture', cancel, on)
  host.addEventListener('pointerleave', () => mode.at === 'idle' && sink.hover(null), on)
  host.addEventListener('wheel', wheel, { ...on, passive: false })
  // The middle button would start the browser's own scrolling, a double tap its zoom.
  host.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), on)
  host.addEventListener('dblclick', (event) => event.preventDefault(), on)
  const view = host.ownerDocument.defaultView
  view?.addEventListener('keydown', key, on)
  view?.addEventListener('keyup', key, on)
  view?.addEventListener('blur', releaseSpace, on)
  return () => ending.abort()
}

const modifiersOf = (event: MouseEvent): Modifiers => ({
  shift: event.shiftKey,
  alt: event.altKey,
  mod: event.ctrlKey || event.metaKey,
})

/** Mice and fingers have no pressure worth the name: they report a constant, or the finger's size. */
const pressureOf = (event: PointerEvent) => (event.pointerType === 'pen' ? event.pressure : 0.5)

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName))

/** Storage may be closed to us (private windows): then the pen is only remembered until the page is left. */
function readPenSeen(): boolean {
  try {
    return localStorage.getItem(PEN_SEEN) === '1'
  } catch {
    return false
  }
}
function rememberPen(): void {
  try {
    localStorage.setItem(PEN_SEEN, '1')
  } catch {
    // See `readPenSeen`.
  }
}
