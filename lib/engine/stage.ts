import type { Point } from '../geometry/point'
import { attachTo } from './attach'
import type { FrameLoop } from './frame-loop'
import type { Gestures } from './gestures'
import type { Keyboard } from './keyboard'
import type { Navigator } from './navigation/navigator'
import type { People } from './live/people'
import type { Panning, PointerSink } from './pointer/pointer'
import type { Renderer } from './renderer'
import type { Viewport } from './navigation/viewport'

interface StageParts {
  readonly viewport: Viewport
  readonly loop: FrameLoop
  readonly renderer: Renderer
  readonly people: People
  readonly gestures: Gestures
  readonly navigator: Navigator
  readonly keyboard: Keyboard
  finishText(): void
  undo(): void
}

/** The element that the board is shown in: what the pointer does there, where it is, and what it looks like. */
export class Stage {
  /** Null while the board is shown nowhere. */
  host: HTMLElement | null = null
  /** Where the pointer is on the page; null while it is elsewhere. */
  pointer: Point | null = null
  #cursor = 'default'
  #panning: Panning = 'off'

  constructor(private readonly parts: StageParts) {}

  /** Put the layers into `host` and listen to it; returns the undo. */
  attach(host: HTMLElement): () => void {
    const { viewport, loop, renderer, people, gestures, navigator, keyboard } = this.parts
    this.host = host
    const detach = attachTo(host, {
      viewport,
      loop,
      layers: [renderer, people],
      sink: this.#sink(),
      onFirstSize: () => navigator.begin(),
      onStir(by) {
        if (by !== 'focus') navigator[by === 'key' ? 'pause' : 'stop']()
        if (by !== 'key') keyboard.begin()
      },
      onHidden: () => renderer.rest(),
      onFonts() {
        renderer.invalidate()
        loop.schedule()
      },
    })
    this.#show()
    return () => {
      gestures.cancel()
      detach()
      this.host = null
    }
  }

  /** The cursor of the tool in hand: seen unless the page is held. */
  setCursor(cursor: string): void {
    this.#cursor = cursor
    this.#show()
  }

  #show(): void {
    if (!this.host) return
    const held = this.#panning === 'on' ? 'grabbing' : 'grab'
    this.host.style.cursor = this.#panning === 'off' ? this.#cursor : held
  }

  #sink(): PointerSink {
    const { loop, gestures, navigator } = this.parts
    return {
      input: (input, how) => {
        if (input.on === 'down') {
          this.parts.finishText()
          navigator.take()
        }
        gestures.input(input, how)
      },
      hover: (page) => {
        this.pointer = page
        if (!page) gestures.leave()
        gestures.live?.cursor(page)
        loop.schedule()
      },
      panning: (next) => {
        this.#panning = next
        if (next === 'on') navigator.take()
        this.#show()
      },
      fling: (velocity) => navigator.fling(velocity),
      undo: () => this.parts.undo(),
    }
  }
}
