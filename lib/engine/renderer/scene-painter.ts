import type { Box } from '../../geometry/box'
import type { ShapeId } from '../../board/ids'
import type { ShapeRecord } from '../../board/shape'
import { CanvasSurface, type Canvas2D } from '../../shapes/canvas-surface'
import type { Camera } from '../navigation/camera'
import type { Item, Scene } from '../scene/scene'
import { paintBackground } from './background'
import { lensOf, type Lens } from './lens'
import type { Region } from './region'
import type { CanvasTheme } from './theme'

/** Paints items of the scene in the theme of the moment. The text being typed is left to its editor. */
export class ScenePainter {
  readonly #surfaces = new WeakMap<Canvas2D, CanvasSurface>()
  /** Records that could not be drawn: said once for each, and drawn as something unknown from then on. */
  readonly #broken = new WeakSet<ShapeRecord>()
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

  paper(context: CanvasRenderingContext2D, region: Region, lens: Lens): void {
    paintBackground(context, region, lens, this.theme)
  }

  /** Ready to paint items on `context` as `camera` sees them. */
  surface(context: CanvasRenderingContext2D, camera: Camera, dpr: number): CanvasSurface {
    return this.surfaceThrough(context, lensOf(camera, dpr))
  }
  surfaceThrough(context: Canvas2D, { scale, x, y }: Lens): CanvasSurface {
    let surface = this.#surfaces.get(context)
    if (!surface) this.#surfaces.set(context, (surface = new CanvasSurface(context, this.theme.name)))
    surface.theme = this.theme.name
    surface.look(scale, -x, -y)
    return surface
  }

  /** One shape that cannot be drawn must not take the others along: in its place is a sign that it is there. */
  item(surface: CanvasSurface, item: Item): void {
    const { record } = item.placed
    surface.isMute = item.id === this.editing
    if (this.#broken.has(record)) return this.#placeholder(surface, item)
    try {
      if (item.clip) surface.within(item.clip, () => surface.paint(item.placed))
      else surface.paint(item.placed)
    } catch (error) {
      this.#broken.add(record)
      reportError(error)
      this.#placeholder(surface, item)
    }
  }

  #placeholder(surface: CanvasSurface, { placed }: Item): void {
    const record = { ...placed.record, type: 'undrawable' }
    surface.paint({ box: placed.box, rotation: placed.rotation, record })
  }
}
