import type { Arrival } from './arrival'
import type { Drafts } from './drafts'
import type { EdgeScroll } from './navigation/edge-scroll'
import type { Gestures } from './gestures'
import type { Navigator } from './navigation/navigator'
import type { News } from './news'
import type { People } from './live/people'
import type { RemotePreviews } from './live/remote-previews'
import type { Renderer } from './renderer'
import type { Scene } from './scene/scene'
import type { StateStore } from './state'

/** How often previews that wait for the document are looked at when nothing else happens. */
const PREVIEW_CHECK_MS = 500

interface TickParts {
  readonly state: StateStore
  readonly news: Pick<News, 'tell'>
  readonly navigator: Navigator
  readonly edge: EdgeScroll
  readonly arrival: Arrival
  readonly scene: Pick<Scene, 'flush'>
  readonly previews: RemotePreviews
  readonly drafts: Drafts
  readonly gestures: Gestures
  readonly renderer: Renderer
  readonly people: People
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** Ask for a frame in so many milliseconds, if none comes before. */
  wakeIn(ms: number): void
}

/** What one frame does, in its order: the view moves, what has come is let in, everything is painted, others are told. */
export class Tick {
  constructor(private readonly parts: TickParts) {}

  /** Run one frame; true when the next is needed too. */
  run(): boolean {
    const { news, navigator, edge, arrival, scene, previews, renderer, people, gestures } = this.parts
    const time = this.parts.now()
    news.tell()
    navigator.step(time)
    const isScrolling = edge.step(time)
    const pause = arrival.begin()
    if (pause > 0) {
      this.parts.wakeIn(pause)
      if (!navigator.hasView) {
        scene.flush()
        return false
      }
    }
    previews.prune(time)
    const isExpecting = gestures.expire(time)
    const isUnfinished = renderer.render(this.#hasHandles, gestures.hints, time)
    arrival.end()
    if (arrival.isOver && renderer.isSettled) renderer.uncover()
    const isMoving = people.render(time)
    gestures.live?.flush()
    const wait = previews.isEmpty ? null : time + PREVIEW_CHECK_MS
    const next = Math.min(people.nextFade ?? Infinity, wait ?? Infinity, renderer.wakeAt ?? Infinity)
    if (next < Infinity) this.parts.wakeIn(next - time)
    return isUnfinished || isMoving || isScrolling || isExpecting || navigator.isMoving
  }

  /** Whether the last frame left nothing to paint, and nothing moves. */
  get isSettled(): boolean {
    const { state, drafts, navigator, arrival, renderer } = this.parts
    const { gesture, busy } = state.getState()
    const isStill = gesture === 'idle' && busy === null && !drafts.isLanding && !navigator.isMoving
    return isStill && arrival.isShown && renderer.isSettled
  }

  /** The selection may be taken by its handles. */
  get #hasHandles(): boolean {
    const { tool, editing, gesture, isReadOnly } = this.parts.state.getState()
    const isFree = editing === null && gesture === 'idle' && !this.parts.drafts.isLanding
    return tool === 'select' && isFree && !isReadOnly
  }
}
