import { distance, type Point } from '../../geometry/point'
import type { Input, Modifiers, PointerKind, Sample, ToolId } from '../../tools/define'
import { Palm, PALM_MS } from './palm'
import { PanAndPinch } from './pan-and-pinch'
import { fingers, seePen } from './pen-memory'
import { penPressure } from './pen-pressure'
import { TwoFingerTap } from './two-finger-tap'
import type { Viewport } from '../navigation/viewport'
import { turnWheel } from './wheel'

export type Panning = 'off' | 'ready' | 'on'

/** What the pointer may do to the engine. */
export interface PointerSink {
  /** `as`: for this gesture another tool than the one in hand. */
  input(input: Input, options: { as?: ToolId }): void
  /** The pointer is over the canvas at this page point, or has left it. */
  hover(page: Point | null): void
  /** The camera is being dragged by hand, would be by the next press (`ready`), or neither. */
  panning(state: Panning): void
  /** The page was let go with this velocity (CSS px per ms), zero where it was at rest. */
  fling(velocity: Point): void
  /** Two fingers tapped. */
  undo(): void
}

/** Two presses within this time and distance are one double click. */
const DOUBLE_MS = 400
const DOUBLE_PX = 8
/** A second finger this soon after the first means «pinch»: the stroke just begun was none. Later it is a palm. */
const PINCH_MS = 300

/** What a button does, whatever the tool in hand: the pen's other end erases, the button on its barrel lassos. */
const PEN_BUTTONS: Readonly<Record<number, ToolId>> = { 2: 'lasso', 5: 'eraser' }

type Mode =
  | { at: 'idle' }
  | { at: 'tool'; pointer: number; kind: PointerKind; since: number; last: Sample & Modifiers }
  | { at: 'page'; since: number; isTouch: boolean }

/** Turns the pointer events on `host` into inputs for a tool, and pans and zooms; returns the undo. */
export function listenToPointer(host: HTMLElement, viewport: Viewport, sink: PointerSink): () => void {
  let mode: Mode = { at: 'idle' }
  let isSpaceHeld = false
  let lastPress = { time: -Infinity, at: { x: 0, y: 0 }, clicks: 0 }
  let origin: Point = { x: 0, y: 0 }
  const page = new PanAndPinch(viewport)
  const palm = new Palm()
  const tap = new TwoFingerTap()
  /** Fingers that are down, palms left out. */
  const touches = new Map<number, Point>()
  const ending = new AbortController()

  /** Where the canvas is: asked when it may have moved, because asking in the middle of a stroke lays out the page. */
  function measure(): void {
    const { left, top } = host.getBoundingClientRect()
    origin = { x: left, y: top }
  }
  const screenOf = (event: MouseEvent): Point => ({
    x: event.clientX - origin.x,
    y: event.clientY - origin.y,
  })
  const sampleOf = (event: PointerEvent): Sample => {
    const screen = screenOf(event)
    return { screen, page: viewport.toPage(screen), pressure: pressureOf(event) }
  }
  const send = (input: Input, as?: ToolId) => sink.input(input, as ? { as } : {})

  function countClicks(at: Point, time: number): number {
    const isAgain = time - lastPress.time < DOUBLE_MS && distance(at, lastPress.at) < DOUBLE_PX
    lastPress = { time, at, clicks: isAgain ? lastPress.clicks + 1 : 1 }
    return lastPress.clicks
  }

  function enter(next: Mode): void {
    const wasPage = mode.at === 'page'
    mode = next
    if (wasPage !== (mode.at === 'page')) tellPanning()
  }
  function tellPanning(): void {
    sink.panning(mode.at === 'page' ? 'on' : isSpaceHeld ? 'ready' : 'off')
  }

  /** The pen comes to the glass: what the hand that holds it has done just before was not meant. */
  function penComes(time: number): void {
    seePen()
    palm.seePen(time)
    for (const finger of touches.keys()) palm.take(finger)
    touches.clear()
    tap.spoil()
    if (mode.at === 'page' && mode.isTouch) {
      if (time - mode.since < PALM_MS) page.undo()
      else page.clear()
      enter({ at: 'idle' })
    } else if (mode.at === 'tool' && mode.kind === 'touch') {
      enter({ at: 'idle' })
      send({ on: 'cancel' })
    }
  }

  /** A finger comes down; true when it begins something of its own. */
  function fingerComes(event: PointerEvent): boolean {
    if (mode.at === 'tool' && mode.kind !== 'touch') palm.take(event.pointerId)
    if (palm.has(event.pointerId) || palm.begins(event)) return false
    const at = screenOf(event)
    touches.set(event.pointerId, at)
    tap.down(event.pointerId, at, event.timeStamp)
    if (mode.at === 'page' && mode.isTouch && page.size === 1) page.hold(event.pointerId, at)
    if (mode.at !== 'tool') return mode.at === 'idle'
    if (event.timeStamp - mode.since > PINCH_MS || touches.size !== 2) {
      tap.spoil()
      return false
    }
    send({ on: 'cancel' })
    for (const [finger, place] of touches) page.hold(finger, place)
    enter({ at: 'page', since: mode.since, isTouch: true })
    return false
  }

  function down(event: PointerEvent): void {
    if ((event.target as Partial<Element> | null)?.closest?.('[data-typing]')) return
    host.focus({ preventScroll: true })
    const kind = event.pointerType as PointerKind
    if (kind === 'pen') penComes(event.timeStamp)
    if (kind === 'touch' ? !fingerComes(event) : mode.at !== 'idle') return
    const as = kind === 'pen' ? PEN_BUTTONS[event.button] : undefined
    const isPan = event.button === 1 || isSpaceHeld || (kind === 'touch' && !fingers.getState().doFingersDraw)
    if (event.button !== 0 && !isPan && !as) return
    event.preventDefault()
    host.setPointerCapture(event.pointerId)
    if (isPan) {
      page.hold(event.pointerId, screenOf(event))
      return enter({ at: 'page', since: event.timeStamp, isTouch: kind === 'touch' })
    }
    const sample = { ...sampleOf(event), ...modifiersOf(event) }
    mode = { at: 'tool', pointer: event.pointerId, kind, since: event.timeStamp, last: sample }
    send({ on: 'down', kind, clicks: countClicks(sample.screen, event.timeStamp), ...sample }, as)
  }

  function move(event: PointerEvent): void {
    const { pointerId, timeStamp } = event
    if (event.pointerType === 'pen') palm.seePen(timeStamp)
    if (palm.has(pointerId)) return
    if (touches.has(pointerId)) {
      touches.set(pointerId, screenOf(event))
      tap.move(pointerId, screenOf(event))
    }
    if (mode.at === 'page') return page.move(pointerId, screenOf(event), timeStamp)
    if (mode.at === 'tool' ? pointerId !== mode.pointer : event.pointerType === 'touch') return
    const sample = { ...sampleOf(event), ...modifiersOf(event) }
    sink.hover(sample.page)
    if (mode.at === 'idle') return send({ on: 'move', samples: [sample], ...sample })
    mode.last = sample
    const coalesced = event.getCoalescedEvents?.() ?? []
    const samples = coalesced.length > 0 ? coalesced.map(sampleOf) : [sample]
    const ahead = event.getPredictedEvents?.().map(sampleOf) ?? []
    send({ on: 'move', samples, ...(ahead.length > 0 ? { ahead } : {}), ...sample })
  }

  function up(event: PointerEvent): void {
    const { pointerId, timeStamp } = event
    if (event.pointerType === 'pen') palm.seePen(timeStamp)
    if (palm.lift(pointerId)) return
    touches.delete(pointerId)
    const isTap = tap.up(pointerId, timeStamp)
    if (mode.at === 'page' && page.holds(pointerId)) {
      const velocity = page.release(pointerId, timeStamp)
      if (!velocity) return
      enter({ at: 'idle' })
      if (isTap) sink.undo()
      else sink.fling(velocity)
    } else if (mode.at === 'tool' && pointerId === mode.pointer) {
      finish({ ...sampleOf(event), ...modifiersOf(event) }, event.pointerType)
    }
  }

  function finish(at: Sample & Modifiers, kind: string): void {
    mode = { at: 'idle' }
    send({ on: 'up', ...at })
    if (kind === 'touch') sink.hover(null)
  }

  /**
   * The system takes a pointer away. From a finger, because it was a palm or the system's own gesture: nothing was
   * meant. From a pen or a mouse in the middle of something, what was done up to there is kept.
   */
  function cancel(event: PointerEvent): void {
    const { pointerId } = event
    if (touches.delete(pointerId)) {
      tap.spoil()
      tap.up(pointerId, event.timeStamp)
    }
    if (palm.lift(pointerId)) return
    if (mode.at === 'tool' && pointerId === mode.pointer) {
      if (mode.kind !== 'touch') return finish(mode.last, mode.kind)
      mode = { at: 'idle' }
      send({ on: 'cancel' })
    } else if (mode.at === 'page' && page.holds(pointerId)) {
      page.release(pointerId, event.timeStamp)
      if (page.size === 0) enter({ at: 'idle' })
    }
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault()
    turnWheel(event, screenOf(event), viewport)
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
  host.addEventListener('pointerenter', measure, on)
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
  view?.addEventListener('resize', measure, on)
  measure()
  return () => ending.abort()
}

const modifiersOf = (event: MouseEvent): Modifiers => ({
  shift: event.shiftKey,
  alt: event.altKey,
  mod: event.ctrlKey || event.metaKey,
})

/** Mice and fingers have no pressure worth the name: they report a constant, or the finger's size. */
const pressureOf = (event: PointerEvent) => (event.pointerType === 'pen' ? penPressure(event) : 0.5)

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(target.tagName))
