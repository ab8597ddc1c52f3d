import { intersects, type Box } from '../../geometry/box'
import type { Point } from '../../geometry/point'
import { MAX_COORDINATE } from '../../board/limits'
import { centred, clampZoom, FIT_PADDING_PX, fitted, panned, zoomedTo, type Camera } from './camera'
import { flight, glide, type Motion } from './camera-motion'
import { Speed } from './speed'
import type { Viewport } from './viewport'

/** Where somebody was on a board: the page point in the middle of the view, and CSS px per page unit. */
export interface Standpoint extends Point {
  readonly zoom: number
}
export interface Move {
  /** Go there in a visible move (the default), or be there at once. */
  readonly isAnimated?: boolean
}

export interface NavigatorHost {
  readonly viewport: Viewport
  /** The box around everything on the board, or null when it is empty. */
  contents(): Box | null
  /** Milliseconds of the engine's clock. */
  now(): number
  /** Whether moves are seen: on screen, and wanted by the person. */
  canAnimate(): boolean
  /** A frame is needed. */
  changed(): void
}

/** A selection is brought no nearer than this by «show the selection». */
const CLOSEST_FIT = 2
/** By hand one zooms out this far on any board, and farther only until everything is seen from this many times away. */
const USUAL_LEAST_ZOOM = 0.02
const ROOM_AROUND_ALL = 2

/** Owns where the view is: what is shown, whose decision that is, how it moves there, and how it follows a board that arrives. */
export class Navigator {
  #hasView = false
  /** The person has worked in this view, now or on an earlier visit. */
  #isOwn = false
  /** As on an earlier visit, and not touched since: kept only if there is still something to see. */
  #isRestored = false
  #motion: Motion | null = null
  /** The zoom that a flight goes to: steps pressed while it lasts add up. */
  #goal: { readonly zoom: number; readonly until: number } | null = null

  /** Of the page in the hand. */
  readonly #speed = new Speed()

  constructor(
    private readonly host: NavigatorHost,
    private readonly standpoint: Standpoint | null = null,
  ) {
    this.#isRestored = this.#isOwn = this.#hasView = standpoint !== null
    host.viewport.floor = () => this.#leastZoom()
  }

  /** Whether the board is loaded, or the person has worked in the view: until then it shows what there is. */
  get hasView(): boolean {
    return this.#hasView
  }
  get isMoving(): boolean {
    return this.#motion !== null
  }

  /** What to come back to on the next visit; null while nobody has chosen a place here. */
  get place(): Standpoint | null {
    const { camera, centre, size } = this.host.viewport
    if (!this.#isOwn || size.w === 0) return null
    return { ...this.host.viewport.toPage(centre), zoom: camera.zoom }
  }

  /** From now on the view is the person's own and follows nobody. */
  take(): void {
    this.#hasView = true
    this.#isOwn = true
    this.#isRestored = false
  }

  /** Show everything, unless the view is somebody's own. */
  follow(): void {
    if (!this.#hasView) this.#fitAll()
  }

  /** What was stored of the board is here. */
  loaded(): void {
    const { seen } = this.host.viewport
    const contents = this.contents
    // Where one was may be empty by now, and an empty view looks like an empty board.
    if (this.#isRestored && contents && !intersects(seen, contents)) this.#fitAll()
    this.#isRestored = false
    this.#hasView = true
  }

  /** The canvas has a size for the first time. */
  begin(): void {
    const { viewport } = this.host
    if (this.standpoint)
      viewport.look(centred(this.standpoint, viewport.size, clampZoom(this.standpoint.zoom)))
    else if (this.contents) this.#fitAll()
    else viewport.look(centred({ x: 0, y: 0 }, viewport.size, 1))
  }

  /** Move what is seen by `by` CSS px, as a hand does that drags the page. */
  pan(by: Point): void {
    this.#speed.step(by, this.host.now())
    this.host.viewport.look(panned(this.host.viewport.aim, by))
  }

  /** The hand lets go of the page: it goes on as fast as it went. */
  letGo(): void {
    this.fling(this.#speed.at(this.host.now()))
  }

  /** The same while something is dragged to the edge of the view. */
  nudge(by: Point): void {
    this.stop()
    this.take()
    this.pan(by)
  }

  /** Go on by itself after a pan that ended with `velocity` (CSS px per ms). */
  fling(velocity: Point): void {
    if (!this.host.canAnimate()) return
    this.#goal = null
    this.#motion = glide(velocity, this.host.now())
    if (this.#motion) this.host.changed()
  }

  /** Stay here: a press, a wheel or a key ends every move where it is. */
  stop(): void {
    this.#speed.clear()
    this.#motion = null
    this.#goal = null
  }

  /** The same for a key, which may itself be the next step of a zoom. */
  pause(): void {
    this.#motion = null
  }

  /** Move on to `time`; true while there is more to come. */
  step(time: number): boolean {
    const motion = this.#motion
    if (!motion) return false
    const { viewport } = this.host
    viewport.look(motion.at(time, viewport.aim))
    if (motion.isOver(time)) this.#motion = null
    return this.#motion !== null
  }

  /** Be at a place at once: the page point at the canvas's top-left corner; what is left out stays. False for no numbers. */
  view(to: { readonly x?: number; readonly y?: number; readonly zoom?: number }): boolean {
    const { aim } = this.host.viewport
    const { x = aim.x, y = aim.y, zoom = aim.zoom } = to
    if (![x, y, zoom].every(Number.isFinite) || zoom <= 0) return false
    this.stop()
    this.take()
    this.host.viewport.look({ x: onBoard(x), y: onBoard(y), zoom: clampZoom(zoom) })
    return true
  }

  /** Zoom about the middle of the view. */
  zoomTo(zoom: number, move: Move = {}): void {
    if (!Number.isFinite(zoom)) return
    const { viewport } = this.host
    this.#go(zoomedTo(viewport.aim, zoom, viewport.centre, viewport.leastZoom), move)
  }

  zoomBy(factor: number, move: Move = {}): void {
    const { aim } = this.host.viewport
    const isGoing = this.#goal !== null && this.host.now() < this.#goal.until
    this.zoomTo((isGoing ? this.#goal!.zoom : aim.zoom) * factor, move)
  }

  /** Show everything. */
  showAll(move: Move = {}): void {
    const box = this.contents
    if (box) this.show(box, 1, move)
    else this.take()
  }

  /** Show `box` in the middle, brought no nearer than `most`. */
  show(box: Box, most = 1, move: Move = {}): void {
    const { size } = this.host.viewport
    if (size.w > 0) this.#go(fitted(box, size, FIT_PADDING_PX, most), move)
    else this.take()
  }

  /** Show `box`, magnified when it is small. */
  showClosely(box: Box, move: Move = {}): void {
    this.show(box, CLOSEST_FIT, move)
  }

  /** Have `box` in view: where it is seen already nothing moves, else it comes to the middle, from nearer or farther only if it must. */
  reveal(box: Box, move: Move = {}): void {
    const { viewport } = this.host
    const { zoom } = viewport.aim
    const { size } = viewport
    if (size.w === 0) return
    const [left, top] = [(box.x - viewport.aim.x) * zoom, (box.y - viewport.aim.y) * zoom]
    const [w, h] = [box.w * zoom, box.h * zoom]
    const isSeen = (from: number, length: number, room: number) =>
      from >= FIT_PADDING_PX && from + length <= room - FIT_PADDING_PX
    const isLegible = Math.max(w, h) >= LEAST_REVEALED_PX || zoom >= 1
    if (isLegible && isSeen(left, w, size.w) && isSeen(top, h, size.h)) return
    const fit = fitted(box, size, FIT_PADDING_PX, isLegible ? zoom : 1)
    this.#go(fit, move)
  }

  private get contents(): Box | null {
    return this.host.contents()
  }

  #go(to: Camera, { isAnimated = true }: Move): void {
    this.take()
    this.#motion = null
    this.#goal = null
    const { viewport } = this.host
    if (!isAnimated || !this.host.canAnimate()) return viewport.look(to)
    const now = this.host.now()
    this.#motion = flight(viewport.aim, to, now)
    this.#goal = { zoom: to.zoom, until: now + STEP_MS }
    this.host.changed()
  }

  #leastZoom(): number {
    const box = this.contents
    if (!box || this.host.viewport.size.w === 0) return USUAL_LEAST_ZOOM
    const { zoom } = fitted(box, this.host.viewport.size, FIT_PADDING_PX)
    return clampZoom(Math.min(USUAL_LEAST_ZOOM, zoom / ROOM_AROUND_ALL))
  }

  #fitAll(): void {
    const { viewport } = this.host
    const box = this.contents
    if (box && viewport.size.w > 0) viewport.look(fitted(box, viewport.size, FIT_PADDING_PX))
  }
}

/** Whether the person lets things move on the screen that `host` is in. */
export const showsMotion = (host: HTMLElement): boolean =>
  !host.ownerDocument.defaultView?.matchMedia('(prefers-reduced-motion: reduce)').matches

/** What is revealed while the view is far away comes near when it would be smaller than this (CSS px). */
const LEAST_REVEALED_PX = 24
/** Zoom steps in a row add up when they come this soon (ms) after one another. */
const STEP_MS = 400

const onBoard = (coordinate: number) => Math.min(MAX_VIEW, Math.max(-MAX_VIEW, coordinate))
/** Room beyond the last place a shape can be: what is seen from there is still a number that steps can be added to. */
const MAX_VIEW = MAX_COORDINATE * 16
