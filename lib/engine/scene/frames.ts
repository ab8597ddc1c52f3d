import type { ShapeId } from '../../board/ids'
import type { ShapeRecord } from '../../board/shape'
import type { Frame } from '../put-down'
import type { Scene, SceneSource } from './scene'

/** The frames of a board, kept up to date at the cost of what changes: few among many shapes. */
export class Frames {
  readonly #ids = new Set<ShapeId>()
  readonly dispose: () => void

  constructor(
    board: SceneSource,
    private readonly scene: Pick<Scene, 'get' | 'rankOf'>,
  ) {
    for (const record of board.all()) this.#consider(record.id, record)
    this.dispose = board.onChange(({ shapes }) => {
      for (const [id, record] of shapes) this.#consider(id, record)
    })
  }

  /** In the order of painting. */
  inOrder(): readonly Frame[] {
    const items = [...this.#ids].flatMap((id) => this.scene.get(id) ?? [])
    items.sort((a, b) => this.scene.rankOf(a.id) - this.scene.rankOf(b.id))
    return items.map(({ id, placed, clip }) => ({ id, box: placed.box, clip }))
  }

  #consider(id: ShapeId, record: ShapeRecord | null): void {
    if (record?.type === 'frame') this.#ids.add(id)
    else this.#ids.delete(id)
  }
}
