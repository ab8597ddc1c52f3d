import type { ArrowEnd } from '../../board/shape'
import { centreOf, type Box } from '../../geometry/box'
import { rotate, subtract, type Point } from '../../geometry/point'
import { definitionOf } from '../../shapes'
import type { Draft } from './draft'
import { isObject } from './source'

const clampUnit = (value: number): number => Math.min(1, Math.max(0, value))
const isInside = ({ x, y }: Point, { w, h }: Box): boolean => x > 0 && x < w && y > 0 && y < h

/**
 * Where in the target's unit square an arrow has to point so that it arrives as it was drawn: on the line of
 * its last stretch, as near to the middle as that line comes. Derived from the drawn points, because `focus`,
 * `gap` and `fixedPoint` mean different things in different versions of the format.
 */
function anchorIn({ box, rotation }: Draft, end: Point, before: Point): readonly [u: number, v: number] {
  const centre = centreOf(box)
  const local = (page: Point): Point => subtract(rotate(page, -rotation, centre), box)
  const [at, from, middle] = [local(end), local(before), { x: box.w / 2, y: box.h / 2 }]
  const towards = subtract(at, from)
  const length2 = towards.x ** 2 + towards.y ** 2
  const ahead =
    length2 === 0 || isInside(at, box)
      ? 0
      : Math.max(0, ((middle.x - at.x) * towards.x + (middle.y - at.y) * towards.y) / length2)
  const u = box.w === 0 ? 0.5 : clampUnit((at.x + towards.x * ahead) / box.w)
  const v = box.h === 0 ? 0.5 : clampUnit((at.y + towards.y * ahead) / box.h)
  return [u, v]
}

/** Decide an arrow's ends and bends from its route; `find` gives the shape an element became. */
export function bindArrow(arrow: Draft, find: (elementId: string) => Draft | undefined): void {
  const route = arrow.route!
  const { x, y } = arrow.box
  const free = (p: Point): readonly [number, number] => [p.x - x, p.y - y]
  const last = route.length - 1

  const endOf = (key: string, at: Point, before: Point): ArrowEnd => {
    const binding = arrow.source.raw[key]
    if (binding === undefined || binding === null) return { point: free(at) }
    const id = isObject(binding) && typeof binding['elementId'] === 'string' ? binding['elementId'] : null
    const target = id === null ? undefined : find(id)
    if (target && target !== arrow && definitionOf(target.type).attach) {
      return { shape: target.id, anchor: anchorIn(target, at, before) }
    }
    arrow.source.note(target === arrow ? 'self-bound' : 'unbound')
    return { point: free(at) }
  }
  arrow.data = {
    ...arrow.data,
    start: endOf('startBinding', route[0]!, route[1]!),
    end: endOf('endBinding', route[last]!, route[last - 1]!),
    ...(last > 1 ? { mid: route.slice(1, last).map(free) } : {}),
  }
}
