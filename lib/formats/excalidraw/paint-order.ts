import { intersects } from '../../geometry/box'
import { coverOf, type Draft, type Group, type Node } from './draft'

/**
 * Pairs of shapes looked at in one file. Real libraries need some thousands; beyond this a group simply goes
 * where its topmost member is.
 */
const MAX_PAIRS = 2_000_000

/**
 * Decide where in the paint order each group goes. Excalidraw lets shapes lie between the members of a group,
 * we paint a group at once: so it goes under or over those shapes, whichever changes less of what covers
 * what. Members that change places with a shape they overlap are told.
 */
export function orderGroups(drafts: readonly Draft[], groups: readonly Group[]): void {
  const painted = drafts.toSorted((a, b) => a.order - b.order)
  const covers = new Map(painted.map((draft) => [draft, coverOf(draft)]))
  const members = membersOf(painted)
  const place = new Map(painted.map((draft, i) => [draft, i]))
  let pairs = 0
  for (const group of groups) {
    const own = members.get(group) ?? []
    const [lowest, highest] = [own[0], own[own.length - 1]]
    if (!lowest || !highest) continue
    group.order = highest.order
    const span = painted.slice(place.get(lowest), place.get(highest)! + 1)
    if (span.length === own.length) continue
    const others = span.filter((draft) => isBeside(draft, group))
    pairs += others.length * own.length
    if (pairs > MAX_PAIRS) continue
    const crossing = (isCrossed: (mine: Draft, other: Draft) => boolean): Draft[] =>
      own.filter((mine) =>
        others.some((other) => isCrossed(mine, other) && intersects(covers.get(mine)!, covers.get(other)!)),
      )
    const raised = crossing((mine, other) => mine.order < other.order)
    const lowered = crossing((mine, other) => mine.order > other.order)
    const isLower = lowered.length < raised.length
    if (isLower) group.order = lowest.order
    for (const draft of isLower ? lowered : raised) draft.source.note('reordered')
  }
}

/** Every shape in each group, those of inner groups included, in paint order. */
function membersOf(painted: readonly Draft[]): ReadonlyMap<Group, readonly Draft[]> {
  const members = new Map<Group, Draft[]>()
  for (const draft of painted) {
    for (let at: Node | null = draft.parent; at; at = at.parent) {
      if (at.kind !== 'group') continue
      const list = members.get(at)
      if (list) list.push(draft)
      else members.set(at, [draft])
    }
  }
  return members
}

/** Whether a shape is painted among a group's siblings, in the group itself not counted. */
function isBeside(draft: Draft, group: Group): boolean {
  for (let at: Node | null = draft.parent; at !== group.parent; at = at.parent) {
    if (at === group || at === null) return false
  }
  return true
}
