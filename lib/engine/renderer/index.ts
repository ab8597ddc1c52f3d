import type { ShapeId } from '../../board/ids'
import type { Theme } from '../../shapes/palette'
import type { Drafts } from '../drafts'
import type { Item, Scene } from '../scene'
import type { Viewport } from '../viewport'
import { layer } from './canvas'
import type { Hints } from './hints'
import { InkLayer } from './ink-layer'
import { Overlay } from './overlay'
import { Picture } from './picture'
import { ScenePainter } from './scene-painter'
import { themeOf } from './theme'

interface Parts {
  readonly scene: Scene
  readonly drafts: Drafts
  readonly viewport: Viewport
}
interface Layers {
  readonly picture: Picture
  readonly overlay: Overlay
  readonly inks: readonly InkLayer[]
}

/** The canvases over one another, and what each is told every frame. */
export class Renderer {
  readonly painter: ScenePainter
  #layers: Layers | null = null
  #host: HTMLElement | null = null
  #theme: Theme
  #background: string | null = null
  #isDressed = false
  /** Changed while the picture showed a scaled copy: painted over it until it is made anew. */
  readonly #fresh = new Set<ShapeId>()

  constructor(
    private readonly parts: Parts,
    theme: Theme,
  ) {
    this.#theme = theme
    this.painter = new ScenePainter(parts.scene, themeOf(theme, null, null))
  }

  attach(host: HTMLElement): () => void {
    const settled = layer(host, { alpha: false })
    const marker = layer(host)
    const pen = layer(host)
    const over = layer(host)
    this.#host = host
    this.#layers = {
      picture: new Picture(settled.context, this.painter),
      overlay: new Overlay(over.context, this.painter),
      inks: [new InkLayer(marker.context, 'marker'), new InkLayer(pen.context, 'pen')],
    }
    this.#isDressed = false
    return () => {
      for (const { canvas } of [settled, marker, pen, over]) canvas.remove()
      this.#layers = null
      this.#host = null
    }
  }

  /** The theme or the board's background changed: colours are read again with the next frame. */
  dress(theme: Theme, background: string | null): void {
    this.#theme = theme
    this.#background = background
    this.#isDressed = false
  }

  /** Everything must be painted again, as when a font has come. */
  invalidate(): void {
    this.#layers?.picture.invalidate()
  }

  /** Leave out the text of this shape: its editor shows it. */
  set editing(id: ShapeId | null) {
    const before = this.painter.editing
    if (before === id) return
    this.painter.editing = id
    for (const changed of [before, id]) if (changed !== null) this.parts.scene.soil(changed)
  }

  /** Shapes that the document changed since the last frame. */
  changed(ids: Iterable<ShapeId>): void {
    if (this.#layers?.picture.isSettled === false) for (const id of ids) this.#fresh.add(id)
  }

  /** Paint one frame; true when another is needed to finish the picture. */
  render(selection: readonly ShapeId[], hasHandles: boolean, hints: Hints, now: number): boolean {
    if (!this.#layers) return false
    const { scene, drafts, viewport } = this.parts
    const { camera, size, dpr } = viewport
    const { picture, overlay, inks } = this.#layers
    if (!this.#isDressed) {
      this.painter.theme = themeOf(this.#theme, this.#host, this.#background)
      picture.invalidate()
      this.#isDressed = true
    }
    const draft = drafts.picture((id) => scene.rankOf(id))
    scene.lift(draft.lifted)
    const isUnfinished = picture.render(camera, size, dpr, scene.takeDirty(), now)
    if (picture.isSettled) this.#fresh.clear()
    const strokes = drafts.strokes()
    for (const ink of inks) ink.render(strokes, camera, size, dpr, this.painter.theme.name)
    const board = draft.view
    const items: readonly Item[] = this.#fresh.size > 0 ? [...this.#late(), ...draft.items] : draft.items
    overlay.render({ board, items, selection, hasHandles, hints }, camera, size, dpr)
    return isUnfinished
  }

  #late(): Item[] {
    const { scene } = this.parts
    return [...this.#fresh].flatMap((id) => (scene.lifted.has(id) ? [] : (scene.get(id) ?? [])))
  }
}
