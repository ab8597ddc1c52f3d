import { containsPoint } from '../geometry/box'
import type { Point } from '../geometry/point'
import { newShapeId, type ShapeId } from '../board/ids'
import { orderOnTop } from '../board/order'
import type { BoardView } from '../board/shape'
import { definitionOf, hitShape, place, touchesShape } from '../shapes/index'
import type { Placed } from '../shapes/define'
import { HIT_SLOP_PX, type Env } from '../tools/define'
import { neighboursIn } from './scene/neighbours'
import type { Item, Scene } from './scene/scene'
import type { Viewport } from './navigation/viewport'

type Questions = Omit<Env, 'zoom' | 'view' | 'style' | 'selection' | 'snap' | 'eraser' | 'isReadOnly'>

/** The outermost group that a shape is in, itself when it is in none; frames hold groups apart. */
export function outermost(board: BoardView, id: ShapeId): ShapeId {
  let top = id
  for (let parent = board.parentOf(id); parent !== null; parent = board.parentOf(parent)) {
    if (board.get(parent)?.type !== 'group') break
    top = parent
  }
  return top
}

/** What tools may ask about the board as it is on screen. */
export function askScene(scene: Scene, viewport: Pick<Viewport, 'camera' | 'seen'>): Questions {
  const { board } = scene
  const slop = () => HIT_SLOP_PX / viewport.camera.zoom

  function isInside(id: ShapeId, containers: readonly ShapeId[]): boolean {
    for (let at: ShapeId | null = id; at !== null; at = board.parentOf(at))
      if (containers.includes(at)) return true
    return false
  }

  return {
    board,
    newId: newShapeId,
    place: (id) => place(board, id),
    topOrder: (parent) => orderOnTop(board, parent),

    hit(page, { deep = false } = {}) {
      const item = scene.at(page, slop()).find(({ placed }) => hitShape(placed, page, slop()))
      return item ? (deep ? item.id : outermost(board, item.id)) : null
    },

    within(box) {
      const found = new Set<ShapeId>()
      for (const { id, placed, clip } of scene.search(box)) {
        if (!touchesShape(placed, box)) continue
        if (clip && !touchesShape(placed, clip)) continue
        found.add(outermost(board, id))
      }
      return [...found]
    },

    touched: (touches) => scene.touchedBy(touches),
    neighbours: (around, own) => neighboursIn(scene, viewport.seen, around, own),

    frameAt(page, except = []) {
      const isFrame = ({ id, placed }: Item) =>
        placed.record.type === 'frame' && containsPoint(placed.box, page) && !isInside(id, except)
      return scene.at(page, 0).find(isFrame)?.id ?? null
    },

    targetAt(page, except) {
      let best: Item | null = null
      for (const item of scene.at(page, slop())) {
        const { record } = item.placed
        if (item.id === except || !definitionOf(record.type).attach) continue
        const isOn = hitShape(item.placed, page, slop())
        if (!isOn && !isWithin(item.placed, page, slop())) continue
        // A hollow shape does not keep what lies in it, and is smaller, from being meant.
        if (!best || areaOf(item.placed) < areaOf(best.placed)) best = item
        if (isOn) break
      }
      return best?.id ?? null
    },
  }
}

const areaOf = ({ box }: Placed) => box.w * box.h

/** Whether the point would hit the shape if it were filled. */
function isWithin(placed: Placed, page: Point, slop: number): boolean {
  const { record } = placed
  const style = { ...record.style, fill: 'ink' } as const
  return hitShape({ ...placed, record: { ...record, style } }, page, slop)
}
