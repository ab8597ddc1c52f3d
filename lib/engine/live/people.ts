import { distance, lerp, type Point } from '../../geometry/point'

import type { LiveBatch, Peer } from '../../protocol/session'
import { labelOn, personColour, type Theme } from '../../shapes/palette'
import type { Viewport } from '../navigation/viewport'

/** A cursor covers this share of the way to where it was last heard of in each 16 ms: smooth, a tick or two late. */
const APPROACH = 0.45
const FRAME_MS = 1_000 / 60
/** Nearer than this (screen px) it has arrived. */
const ARRIVED_PX = 0.3
/** Farther than this (screen px) it jumps: somebody came back from elsewhere on the board. */
const JUMP_PX = 2_000
/** A name fades when its cursor has been still for this long. */
const STILL_MS = 4_000

interface Cursor {
  readonly element: HTMLElement
  at: Point
  goal: Point
  movedAt: number
  isStill: boolean
}

/** The others' cursors with their names, as elements over the canvases: few, and moved by transform alone. */
export class People {
  readonly #cursors = new Map<string, Cursor>()
  #peers = new Map<string, Peer>()
  #layer: HTMLElement | null = null
  #theme: Theme
  #lastFrame = 0

  constructor(
    private readonly viewport: Viewport,
    theme: Theme,
  ) {
    this.#theme = theme
  }

  attach(host: HTMLElement): () => void {
    const layer = host.ownerDocument.createElement('div')
    layer.setAttribute('aria-hidden', 'true')
    layer.style.cssText = 'position:absolute;inset:0;overflow:hidden;pointer-events:none'
    host.append(layer)
    this.#layer = layer
    return () => {
      layer.remove()
      this.#layer = null
      this.#cursors.clear()
    }
  }

  setTheme(theme: Theme): void {
    this.#theme = theme
    for (const [id, { element }] of this.#cursors) this.#dress(element, id)
  }

  setPeers(peers: readonly Peer[]): void {
    this.#peers = new Map(peers.map((peer) => [peer.id, peer]))
    for (const [id, { element }] of this.#cursors) {
      if (this.#peers.has(id)) this.#dress(element, id)
      else this.#remove(id)
    }
  }

  receive(cursors: NonNullable<LiveBatch['cursors']>, now: number): void {
    for (const [id, cursor] of cursors) {
      if (!cursor) this.#remove(id)
      else if (this.#peers.has(id)) this.#point(id, { x: cursor[0], y: cursor[1] }, now)
    }
  }

  /** Move every cursor a frame's worth; true while one is still on its way, or its name is yet to fade. */
  render(now: number): boolean {
    const frames = Math.min(4, Math.max(0.25, (now - this.#lastFrame) / FRAME_MS))
    this.#lastFrame = now
    const share = 1 - (1 - APPROACH) ** frames
    const { zoom } = this.viewport.camera
    let isMoving = false
    for (const cursor of this.#cursors.values()) {
      const leftPx = distance(cursor.at, cursor.goal) * zoom
      cursor.at = leftPx < ARRIVED_PX || leftPx > JUMP_PX ? cursor.goal : lerp(cursor.at, cursor.goal, share)
      const { x, y } = this.viewport.toScreen(cursor.at)
      cursor.element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`
      const isStill = now - cursor.movedAt > STILL_MS
      const name = cursor.element.lastElementChild as HTMLElement
      if (isStill !== cursor.isStill) name.style.opacity = isStill ? '0' : '1'
      cursor.isStill = isStill
      isMoving ||= cursor.at !== cursor.goal
    }
    return isMoving
  }

  /** When a name is next due to fade, or null. */
  get nextFade(): number | null {
    const times = [...this.#cursors.values()].filter((c) => !c.isStill).map((c) => c.movedAt + STILL_MS)
    return times.length > 0 ? Math.min(...times) : null
  }

  #point(id: string, goal: Point, now: number): void {
    const known = this.#cursors.get(id)
    if (known) {
      known.goal = goal
      known.movedAt = now
      return
    }
    if (!this.#layer) return
    const element = cursorElement(this.#layer.ownerDocument)
    this.#dress(element, id)
    this.#layer.append(element)
    this.#cursors.set(id, { element, at: goal, goal, movedAt: now, isStill: false })
  }

  #remove(id: string): void {
    this.#cursors.get(id)?.element.remove()
    this.#cursors.delete(id)
  }

  #dress(element: HTMLElement, id: string): void {
    const peer = this.#peers.get(id)
    if (!peer) return
    const colour = personColour(peer.colour, this.#theme)
    element.dataset.peer = id
    element.style.setProperty('--person', colour)
    element.style.setProperty('--person-text', labelOn(colour))
    const name = element.lastElementChild
    if (name) name.textContent = peer.name
  }
}

const SVG = 'http://www.w3.org/2000/svg'
const POINTER = 'M1 1 L1 15.5 L5.2 11.8 L7.9 17.6 L10.4 16.5 L7.8 10.8 L13.2 10.4 Z'

function cursorElement(document: Document): HTMLElement {
  const element = document.createElement('div')
  element.className = 'person-cursor'
  element.style.cssText = 'position:absolute;left:0;top:0;will-change:transform'
  const arrow = document.createElementNS(SVG, 'svg')
  arrow.setAttribute('width', '16')
  arrow.setAttribute('height', '20')
  arrow.style.cssText = 'display:block;overflow:visible'
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', POINTER)
  path.style.cssText = 'fill:var(--person);stroke:var(--person-text);stroke-width:1.25;stroke-linejoin:round'
  arrow.append(path)
  const name = document.createElement('span')
  name.style.cssText =
    'position:absolute;left:13px;top:15px;max-width:180px;padding:1px 7px 2px;border-radius:8px;overflow:hidden;' +
    'text-overflow:ellipsis;white-space:nowrap;font:500 12px/1.4 "Inter Variable",system-ui,sans-serif;' +
    'background:var(--person);color:var(--person-text);transition:opacity 160ms ease-out'
  element.append(arrow, name)
  return element
}
