import { MAX_NESTING } from '../../board/limits'
import type { ShapeId } from '../../board/ids'
import type { ReasonCode } from '../imported'
import type { Container, Draft, Group, Node } from './draft'
import type { Ids } from './ids'
import type { Source } from './source'

/** An element and what it became. */
export interface Converted {
  readonly source: Source
  readonly drafts: readonly Draft[]
}

/** A group while its place is being agreed on by its members. */
interface Claimed {
  readonly group: Group
  /** What each member's list has after this group; `null` for nothing. */
  readonly claims: { readonly outer: Container | null; readonly by: Source }[]
}

/** Its order is decided when all members are known. */
const newGroup = (id: ShapeId, data: Group['data'] = {}): Group => ({
  kind: 'group',
  id,
  data,
  parent: null,
  order: 0,
})

/** Innermost first, as in the file; what is no id is left out. */
const groupIdsOf = (source: Source): readonly string[] => {
  const ids = source.list('groupIds').filter((id): id is string => typeof id === 'string')
  if (ids.length > MAX_NESTING) source.note('group-depth')
  return [...new Set(ids.slice(0, MAX_NESTING))]
}

/**
 * Give every shape its frame and its groups, as Excalidraw's flat lists mean them, and return the groups.
 * A group that a frame is itself in does not also hold what is in the frame.
 */
export function contain(elements: readonly Converted[], ids: Ids): Group[] {
  const frames = new Map<string, Draft>()
  for (const { source, drafts } of elements) {
    const [first] = drafts
    if (first?.type === 'frame' && source.id !== null && !frames.has(source.id)) frames.set(source.id, first)
  }
  const claimed = new Map<string, Claimed>()
  const groupOf = (id: string): Claimed => {
    const known = claimed.get(id)
    if (known) return known
    const made = { group: newGroup(ids.claim(id) ?? ids.fresh()), claims: [] }
    claimed.set(id, made)
    return made
  }
  const groups: Group[] = []

  for (const { source, drafts } of elements) {
    const frame = frameOf(source, drafts[0]!, frames)
    const around = frame ? new Set(groupIdsOf(frame.source)) : null
    const chain = groupIdsOf(source)
      .filter((id) => !around?.has(id))
      .map(groupOf)
    chain.forEach(({ claims }, i) => {
      claims.push({ outer: chain[i + 1]?.group ?? frame, by: source })
    })
    const holder = drafts.length > 1 ? newGroup(ids.fresh()) : null
    const parent = chain[0]?.group ?? frame
    if (holder) {
      holder.parent = parent
      groups.push(holder)
    }
    for (const draft of drafts) draft.parent = holder ?? parent
  }
  for (const one of claimed.values()) {
    one.group.parent = agree(one)
    groups.push(one.group)
  }
  return groups
}

function frameOf(source: Source, own: Draft, frames: ReadonlyMap<string, Draft>): Draft | null {
  const id = source.raw['frameId']
  if (id === undefined || id === null) return null
  const frame = typeof id === 'string' ? frames.get(id) : undefined
  if (frame && frame !== own) return frame
  source.note('frame-lost')
  return null
}

/** Members agree in files that Excalidraw wrote. Else a group wins over a frame, and a frame has to hold all. */
function agree({ claims }: Claimed): Container | null {
  const outers = claims.map(({ outer }) => outer)
  const group = outers.find((outer) => outer?.kind === 'group')
  const chosen = group ?? (outers.every((outer) => outer === outers[0]) ? (outers[0] ?? null) : null)
  for (const { outer, by } of claims) {
    if (outer !== chosen && outer !== null) by.note(outer.kind === 'group' ? 'group-cycle' : 'frame-lost')
  }
  return chosen
}

/** Put everything that has no container into one group: a library item stays together. */
export function wrap(
  nodes: readonly Node[],
  ids: Ids,
  wantedId: string | null,
  name: string | null,
): Group | null {
  const roots = nodes.filter((node) => node.parent === null)
  if (roots.length < 2) {
    const [only] = roots
    if (only?.kind === 'group' && name !== null) only.data['name'] = name
    return null
  }
  const group = newGroup(ids.claim(wantedId) ?? ids.fresh(), name === null ? {} : { name })
  for (const root of roots) root.parent = group
  return group
}

/**
 * Leave a tree: circles are opened, groups of one or none dissolved, and what lies deeper than a board allows
 * moves up. Every walk is bounded by what earlier ones settled. Returns the groups that remain.
 */
export function settle(drafts: readonly Draft[], groups: readonly Group[]): Group[] {
  const nodes: readonly Node[] = [...drafts, ...groups]
  openCircles(nodes)
  const dissolved = dissolveSmallGroups(nodes, groups)
  const kept = groups.filter((group) => !dissolved.has(group))
  limitDepth(drafts)
  const used = new Set<Node | null>()
  for (const draft of drafts) for (let at = draft.parent; at && !used.has(at); at = at.parent) used.add(at)
  return kept.filter((group) => used.has(group))
}

function openCircles(nodes: readonly Node[]): void {
  const settled = new Set<Node>()
  for (const start of nodes) {
    const path = new Set<Node>()
    let node: Node | null = start
    while (node && !settled.has(node)) {
      path.add(node)
      const parent: Container | null = node.parent
      if (parent && path.has(parent)) {
        node.parent = null
        noteOnMember(path, 'group-cycle')
      }
      node = node.parent
    }
    for (const each of path) settled.add(each)
  }
}

function noteOnMember(path: Iterable<Node>, code: ReasonCode): void {
  for (const node of path) if (node.kind === 'shape') node.source.note(code)
}

function dissolveSmallGroups(nodes: readonly Node[], groups: readonly Group[]): Set<Node> {
  const children = new Map<Node, number>()
  for (const { parent } of nodes) if (parent) children.set(parent, (children.get(parent) ?? 0) + 1)
  const dissolved = new Set<Node>()
  const queue: Group[] = groups.filter((group) => (children.get(group) ?? 0) < 2)
  for (let group = queue.pop(); group; group = queue.pop()) {
    if (dissolved.has(group)) continue
    dissolved.add(group)
    if (children.get(group) === 1 || group.parent?.kind !== 'group') continue
    const left = (children.get(group.parent) ?? 0) - 1
    children.set(group.parent, left)
    if (left < 2) queue.push(group.parent)
  }
  for (const node of nodes) {
    let parent = node.parent
    while (parent && dissolved.has(parent)) parent = parent.parent
    // Shortened at once for the whole way, so that a long chain is walked once.
    for (let at: Node | null = node; at && at.parent !== parent;) {
      const next: Container | null = at.parent
      at.parent = parent
      at = next && dissolved.has(next) ? next : null
    }
  }
  return dissolved
}

/** Nothing is deeper than `MAX_NESTING`: a container that would be is passed over. */
function limitDepth(drafts: readonly Draft[]): void {
  const depths = new Map<Node | null, number>([[null, 0]])
  for (const draft of drafts) {
    const path: Node[] = []
    for (let at: Node | null = draft; at && !depths.has(at); at = at.parent) path.push(at)
    for (let node = path.pop(); node; node = path.pop()) {
      if (depths.get(node.parent)! > MAX_NESTING) {
        node.parent = node.parent!.parent
        draft.source.note('group-depth')
      }
      depths.set(node, depths.get(node.parent)! + 1)
    }
  }
}
