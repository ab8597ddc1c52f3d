import type { Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import { CanvasSurface } from '../../shapes/canvas-surface'
import type { Camera } from '../camera'
import type { Item, Scene } from '../scene'
import { paintBackground } from './background'
import type { Painter } from './picture'
import type { Region } from './region'
import type { CanvasTheme } from './theme'

/** Paints items of the scene in the theme of the moment. The text being typed is left to its editor. */
export class ScenePainter implements Painter {
  readonly #surfaces = new WeakMap<CanvasRenderingContext2D, CanvasSurface>()
  editing: ShapeId | null = null

  constructor(
    private readonly scene: Scene,
    public theme: CanvasTheme,
  ) {}

  itemsIn(area: Box): readonly Item[] {
    const { lifted } = this.scene
    const items = this.scene.search(area)
    return lifted.size === 0 ? items : items.filter(({ id }) => !lifted.has(id))
  }

  paper(context: CanvasRenderingContext2D, region: Region, camera: Camera, dpr: number): void {
    paintBackground(context, region, camera, dpr, this.theme)
  }

  /** Ready to paint items on `context` as `camera` sees them. */
  surface(context: CanvasRenderingContext2D, camera: Camera, dpr: number): CanvasSurface {
    let surface = this.#surfaces.get(context)
    if (!surface) this.#surfaces.set(context, (surface = new CanvasSurface(context, this.theme.name)))
    surface.theme = this.theme.name
    const scale = camera.zoom * dpr
    surface.look(scale, Math.round(-camera.x * scale), Math.round(-camera.y * scale))
    return surface
  }

  item(surface: CanvasSurface, { id, placed, clip }: Item): void {
    surface.isMute = id === this.editing
    if (clip) surface.within(clip, () => surface.paint(placed))
    else surface.paint(placed)
    surface.isMute = false
  }
}
