import type { ShapeId } from '../../lib/board/ids'
import { shapeToJson, toJson, type ShapeJson } from '../../lib/board/json'
import type { Engine } from '../../lib/engine/api'
import { centreOf, type Box } from '../../lib/geometry/box'
import { distance } from '../../lib/geometry/point'
import { place } from '../../lib/shapes'
import { TOOL_IDS, type ToolId } from '../../lib/tools/define'
import type { BoardSession } from './board-session'

/** The page point at the canvas's top-left corner, and CSS px per page unit (1 = 100 %). */
export interface AutomationView {
  readonly x: number
  readonly y: number
  readonly zoom: number
}
/** An upright box in page units, and the same on the screen in CSS px of the window. */
export interface AutomationBounds extends Box {
  readonly screen: Box
}

/** `window.ardoise` on every board page, described for its users in docs/automation.md. */
export interface Ardoise {
  readonly ready: Promise<void>
  count(): number
  zoom(): number
  view(to?: Partial<AutomationView>): AutomationView
  fit(): AutomationView
  tool(name?: string): ToolId
  select(what: readonly string[] | number): AutomationBounds | null
  selection(): string[]
  shapes(ids?: readonly string[]): ShapeJson[]
  settled(): Promise<void>
}

declare global {
  interface Window {
    ardoise?: Ardoise
  }
}

let exposed: Automation | null = null

/** `window.ardoise`, put there at the first call. */
export function exposeAutomation(): Automation {
  return (window.ardoise = exposed ??= new Automation())
}
/** The page of the board is left. */
export function hideAutomation(): void {
  exposed = null
  delete window.ardoise
}

/** A board page seen from outside: thin over the engine, strict about what it is handed. */
class Automation implements Ardoise {
  readonly ready: Promise<void>
  #resolve!: () => void
  #reject!: (reason: Error) => void
  #session: BoardSession | null = null

  constructor() {
    this.ready = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // A board that is closed is told to whoever waits; with nobody waiting it is no error of the page.
    this.ready.catch(() => undefined)
  }

  /** Answer from this session until the returned undo; a page has one after another when the server refused a change. */
  connect(session: BoardSession): () => void {
    this.#session = session
    const { state } = session.connection
    const look = () => {
      const { closed, isLoaded } = state.getState()
      if (closed) this.#reject(new Error(`The board is closed: ${closed.reason || closed.code}.`))
      else if (isLoaded) session.engine.settled().then(this.#resolve, this.#reject)
      if (closed || isLoaded) stop()
    }
    const stop = state.subscribe(look)
    look()
    return () => {
      stop()
      if (this.#session === session) this.#session = null
    }
  }

  count(): number {
    return this.#open.document.size
  }

  zoom(): number {
    return this.#engine.state.getState().zoom
  }

  view(to: Partial<AutomationView> = {}): AutomationView {
    for (const key of ['x', 'y', 'zoom'] as const) {
      const value: unknown = to[key]
      if (value !== undefined && !(Number.isFinite(value) && (key !== 'zoom' || Number(value) > 0)))
        throw new TypeError(
          `view: ${key} has to be a ${key === 'zoom' ? 'positive' : 'finite'} number, not ${said(value)}`,
        )
    }
    const engine = this.#engine
    if (Object.keys(to).length > 0) engine.view(to)
    return this.#view
  }

  fit(): AutomationView {
    this.#engine.zoomToFit({ isAnimated: false })
    return this.#view
  }

  tool(name?: string): ToolId {
    const engine = this.#engine
    const inHand = () => engine.state.getState().tool
    if (name !== undefined) {
      const known = TOOL_IDS.find((id) => id === name)
      if (!known) throw new TypeError(`tool: ${said(name)} is none of ${TOOL_IDS.join(', ')}`)
      engine.setTool(known)
      if (inHand() !== known) throw new Error(`tool: ${known} is not offered: the board is read-only`)
    }
    return inHand()
  }

  select(what: readonly string[] | number): AutomationBounds | null {
    const engine = this.#engine
    const ids = typeof what === 'number' ? this.#nearest(what) : this.#known('select', what)
    if (engine.state.getState().tool !== 'select') engine.setTool('select')
    engine.select(ids)
    const screen = engine.selectionBox()
    if (!screen) return null
    const { zoom } = this.#view
    return { ...engine.toPage(screen), w: screen.w / zoom, h: screen.h / zoom, screen }
  }

  selection(): string[] {
    return [...this.#engine.state.getState().selection]
  }

  shapes(ids?: readonly string[]): ShapeJson[] {
    const { document } = this.#open
    if (ids === undefined) return [...toJson(document).shapes]
    return this.#known('shapes', ids).map((id) => shapeToJson(document.get(id)!))
  }

  async settled(): Promise<void> {
    await this.#engine.settled()
  }

  get #open(): BoardSession {
    if (!this.#session) throw new Error('The board is not open yet: await ardoise.ready first')
    return this.#session
  }
  get #engine(): Engine {
    return this.#open.engine
  }
  get #view(): AutomationView {
    const engine = this.#engine
    return { ...engine.toPage({ x: 0, y: 0 }), zoom: engine.state.getState().zoom }
  }

  #known(of: string, ids: readonly string[]): ShapeId[] {
    if (!Array.isArray(ids)) throw new TypeError(`${of}: wants a list of ids, not ${said(ids)}`)
    const { document } = this.#open
    return (ids as readonly ShapeId[]).map((id) => {
      if (!document.get(id)) throw new RangeError(`${of}: ${said(id)} is not on the board`)
      return id
    })
  }

  /** The shapes of the page, groups whole, whose middles are nearest to the middle of the view. */
  #nearest(count: number): ShapeId[] {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`select: wants a whole number of shapes, not ${said(count)}`)
    const { document, engine } = this.#open
    const middle = engine.toPage({ x: window.innerWidth / 2, y: window.innerHeight / 2 })
    return document
      .childrenOf(null)
      .map((id) => ({ id, away: distance(middle, centreOf(place(document, id)!.box)) }))
      .sort((a, b) => a.away - b.away)
      .slice(0, count)
      .map(({ id }) => id)
  }
}

const said = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))
