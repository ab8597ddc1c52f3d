import type { ShapeId } from '../../board/ids'
import type { Box } from '../../geometry/box'
import type { Theme } from '../../shapes/palette'
import type { Drafts } from '../drafts'
import type { Lift } from '../scene/lift'
import type { Item, Scene } from '../scene/scene'
import type { Selected } from '../selection'
import type { Viewport } from '../navigation/viewport'
import { devicePixels, layer, resized } from './canvas'
import { CanvasRaster } from './canvas-raster'
import { Cover, type Preview } from './cover'
import { HeldPicture } from './held-picture'
import type { Hints } from './hints'
import { InkLayer } from './ink-layer'
import { MovingLayer } from './moving-layer'
import { Overlay } from './overlay'
import { Picture } from './picture'
import { ScenePainter } from './scene-painter'
import { themeOf } from './theme'

interface Parts {
  readonly scene: Scene
  readonly drafts: Drafts
  readonly selected: Selected
  readonly viewport: Viewport
  /** A frame is needed. */
  changed(): void
}
interface Layers {
  readonly settled: HTMLCanvasElement
  readonly picture: Picture<CanvasRenderingContext2D>
  readonly held: HeldPicture
  readonly moving: MovingLayer
  readonly overlay: Overlay
  readonly inks: readonly InkLayer[]
}

/** Changed shapes painted over the picture at most, until it shows them itself. */
const MOST_FRESH = 300

/** The canvases over one another, and what each is told every frame. */
export class Renderer {
  readonly painter: ScenePainter
  #layers: Layers | null = null
  #host: HTMLElement | null = null
  #theme: Theme
  #background: string | null = null
  #isDressed = false
  /** Changed since the picture was last finished: painted over it until it shows them itself. */
  readonly #fresh = new Set<ShapeId>()
  #lifted: ReadonlySet<ShapeId> = new Set()
  #lift: Lift | null = null
  #cover: Cover | null

  constructor(
    private readonly parts: Parts,
    theme: Theme,
    preview: Preview | null = null,
  ) {
    this.#theme = theme
    this.#cover = preview && new Cover(preview)
    this.painter = new ScenePainter(parts.scene, themeOf(theme, null, null))
  }

  attach(host: HTMLElement): () => void {
    const raster = new CanvasRaster(this.painter)
    const settled = layer(host, { alpha: false })
    const held = new HeldPicture(host, settled.canvas)
    this.#cover?.attach(held.element)
    const moving = new MovingLayer(host, this.parts.scene, raster)
    const inks = [new InkLayer(host, 'marker'), new InkLayer(host, 'pen')]
    const over = layer(host)
    this.#host = host
    this.#layers = {
      settled: settled.canvas,
      picture: new Picture<CanvasRenderingContext2D>(raster, settled.context),
      held,
      moving,
      overlay: new Overlay(over.context, this.painter),
      inks,
    }
    this.#isDressed = false
    const ending = new AbortController()
    // What was on the canvases, tiles included, went with the device that drew them.
    settled.canvas.addEventListener('contextrestored', () => this.#restore(), { signal: ending.signal })
    return () => {
      ending.abort()
      this.uncover()
      this.#layers?.picture.invalidate()
      held.remove()
      moving.remove()
      for (const { canvas } of [settled, over]) canvas.remove()
      for (const ink of inks) ink.remove()
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

  /** Everything must be painted again, as when a font has come; what there is stays until then. */
  invalidate(): void {
    this.#layers?.picture.soilAll()
  }

  /** Nobody looks: give back the memory that what is in view can do without. */
  rest(): void {
    this.#layers?.picture.release()
    this.#layers?.held.release()
  }

  /** A picture made elsewhere stands for the drawing, whose own may take its time. */
  get isCovered(): boolean {
    return this.#cover?.isShown ?? false
  }
  /** Around everything on the board, page units, while only the other picture knows; null: the scene does. */
  get coveredBox(): Box | null {
    return this.#cover?.preview.contents ?? null
  }
  /** From now on the drawing is seen as it is. */
  uncover(): void {
    this.#cover?.remove()
    this.#cover = null
  }

  /** Whether what is in view is painted, sharp and as it is now. */
  get isSettled(): boolean {
    return this.#layers?.picture.isSettled ?? true
  }
  /** When a frame is needed though nothing changes, in the time of `render`. */
  get wakeAt(): number | null {
    return this.#layers?.picture.wakeAt ?? null
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
    if (this.#layers) for (const id of ids) this.#fresh.add(id)
  }

  /** Paint one frame; true when another is needed to finish the picture. */
  render(hasHandles: boolean, hints: Hints, now: number): boolean {
    if (!this.#layers) return false
    const { scene, drafts, viewport } = this.parts
    const { camera, size, dpr } = viewport
    const { settled, picture, held, moving, overlay, inks } = this.#layers
    if (!this.#isDressed) {
      this.painter.theme = themeOf(this.#theme, this.#host, this.#background)
      picture.invalidate()
      moving.clear()
      this.#isDressed = true
    }
    drafts.look(performance.now())
    const draft = drafts.picture((id) => scene.rankOf(id))
    scene.lift(draft.lifted, draft.moving?.lift.lifted)
    if (draft.lifted !== this.#lifted) {
      for (const id of this.#lifted) if (!draft.lifted.has(id)) this.#fresh.add(id)
      this.#lifted = draft.lifted
    }
    const lift = draft.moving?.lift ?? null
    if (lift !== this.#lift) {
      for (const id of this.#lift?.loose ?? []) this.#fresh.add(id)
      this.#lift = lift
    }
    const strokes = drafts.strokes()
    const device = devicePixels(size, dpr)
    if (resized(settled, device, dpr)) picture.blank()
    const sight = {
      camera,
      dpr,
      isBusy: draft.moving !== null || draft.items.length > 0 || strokes.length > 0,
      isCovered: this.isCovered,
    }
    this.#cover?.look(camera)
    const isUnfinished = picture.render(sight, device, scene.takeDirty(), now)
    held.render(picture, dpr, strokes.length > 0)
    const dragged = { moving: draft.moving, rest: drafts.rest, isSettled: picture.isSettled }
    const isDragUnfinished = moving.render(dragged, camera, size, dpr, now)
    // So many at once are no stroke that somebody waits for, and painting them over and over would hold up the rest.
    if (picture.isSettled || this.isCovered || this.#fresh.size > MOST_FRESH) this.#fresh.clear()
    for (const ink of inks) ink.render(strokes, camera, size, dpr, this.painter.theme.name)
    const board = draft.view
    const items: readonly Item[] = this.#fresh.size > 0 ? [...this.#late(), ...draft.items] : draft.items
    overlay.render(
      {
        board,
        items,
        moving: draft.moving,
        isReframed: draft.reframed !== null,
        selected: this.parts.selected.shown(draft),
        hasHandles,
        hints,
      },
      camera,
      size,
      dpr,
    )
    return isUnfinished || isDragUnfinished || drafts.isLooking
  }

  #restore(): void {
    this.#layers?.picture.invalidate()
    this.parts.changed()
  }

  #late(): Item[] {
    const { scene } = this.parts
    return [...this.#fresh].flatMap((id) => (scene.lifted.has(id) ? [] : (scene.get(id) ?? [])))
  }
}
