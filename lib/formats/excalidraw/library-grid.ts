import { expand, union, type Box } from '../../geometry/box'
import { coverOf, shift, type Draft } from './draft'

/** Room between items: enough to see where one ends, and to select one with a box. */
const GAP = 48
/** Rows cannot be filled to the last, so aiming for this gives about the 3:2 of a screen. */
const ASPECT = 2.2

/** What a library item covers with its strokes; `null` when nothing of it is left. */
function areaOf(drafts: readonly Draft[]): Box | null {
  let area: Box | null = null
  for (const draft of drafts) {
    const painted = expand(coverOf(draft), (draft.style.width ?? 0) / 2)
    area = area ? union(area, painted) : painted
  }
  return area
}

/** Lay the items of a library out in rows, in their order, none over another. */
export function layOut(items: readonly (readonly Draft[])[]): void {
  const areas = items.map(areaOf)
  const taken = areas.reduce((sum, area) => sum + (area ? (area.w + GAP) * (area.h + GAP) : 0), 0)
  const rowWidth = Math.sqrt(taken * ASPECT)
  let [x, y, rowHeight] = [0, 0, 0]
  items.forEach((drafts, i) => {
    const area = areas[i]
    if (!area) return
    if (x > 0 && x + area.w > rowWidth) {
      y += rowHeight + GAP
      x = rowHeight = 0
    }
    for (const draft of drafts) shift(draft, x - area.x, y - area.y)
    x += area.w + GAP
    rowHeight = Math.max(rowHeight, area.h)
  })
}
