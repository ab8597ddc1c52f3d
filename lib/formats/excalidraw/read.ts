import { generateNKeysBetween } from 'fractional-indexing'
import { err, ok, type Result, type ShapeId } from '../../board/ids'
import { MAX_SHAPES } from '../../board/limits'
import { packPoints } from '../../board/points'
import type { Geo, ShapeRecord } from '../../board/shape'
import { validateShape } from '../../board/validate'
import type { ImportedBoard, ImportNote, ImportRefusal } from '../imported'
import { overWhite, parseColour } from './colour'
import { settle, wrap } from './containers'
import type { Container, Draft, Group, Node } from './draft'
import { readDrawing, type Drawing } from './drawing'
import { Ids } from './ids'
import { layOut } from './library-grid'
import { orderGroups } from './paint-order'
import { isNumber, isObject, wellFormed, type RawObject } from './source'

/** The newest versions of Excalidraw's file formats that this reads. */
const NEWEST = { excalidraw: 2, 'excalidraw/clipboard': 2, excalidrawlib: 2 } as const
type FileType = keyof typeof NEWEST

export const isExcalidraw = (json: unknown): json is RawObject =>
  isObject(json) && typeof json['type'] === 'string' && Object.hasOwn(NEWEST, json['type'])

/**
 * Points of a file have more digits than were ever seen. As if drawn at 1 600 %: 1/256 of a unit, so that icons
 * that are looked at closely keep their curves.
 */
const FILE_ZOOM = 16

interface Item {
  readonly id: string | null
  readonly name: string | null
  readonly elements: readonly unknown[]
}

const listUnder = (value: unknown, key: string): readonly unknown[] | null => {
  const list = isObject(value) ? value[key] : null
  return Array.isArray(list) ? (list as readonly unknown[]) : null
}

/** Library items of version 2 (`libraryItems`), or of version 1 (`library`, bare lists of elements). */
function itemsOf(json: RawObject): readonly Item[] | null {
  const entries = listUnder(json, 'libraryItems') ?? listUnder(json, 'library')
  return (
    entries?.map((entry): Item => {
      const { id, name } = isObject(entry) ? entry : {}
      const elements = Array.isArray(entry) ? (entry as readonly unknown[]) : listUnder(entry, 'elements')
      return {
        id: typeof id === 'string' ? id : null,
        name: typeof name === 'string' && name !== '' ? wellFormed(name.slice(0, 200)) : null,
        // Something that is no item is counted as one element that is none.
        elements: elements ?? [null],
      }
    }) ?? null
  )
}

/** A scene's own background; white is Excalidraw's default and means the theme's paper here. */
function backgroundOf(json: RawObject): string | null {
  const state = json['appState']
  const colour = isObject(state) ? parseColour(state['viewBackgroundColor']) : null
  return colour && colour.alpha > 0 && colour.hex !== '#ffffff' ? overWhite(colour) : null
}

function refuse(code: ImportRefusal['code'], detail: string): Result<never, ImportRefusal> {
  return err({ code, detail })
}

/** Read an Excalidraw scene, library or clipboard. `json` is what `isExcalidraw` said yes to. */
export function readExcalidraw(json: RawObject): Result<ImportedBoard, ImportRefusal> {
  const type = json['type'] as FileType
  const version = json['version']
  if (isNumber(version) && version > NEWEST[type]) {
    return refuse('too-new', `The file is of version ${version}; this reads up to version ${NEWEST[type]}.`)
  }
  const isLibrary = type === 'excalidrawlib'
  const scene = listUnder(json, 'elements')
  const items = isLibrary ? itemsOf(json) : scene && [{ id: null, name: null, elements: scene }]
  if (!items) return refuse('unknown-format', 'The file has no list of elements.')
  const count = items.reduce((sum, { elements }) => sum + elements.length, 0)
  if (count === 0) return refuse('empty', 'There is nothing in the file.')
  if (count > MAX_SHAPES)
    return refuse('too-many', `The file has ${count} elements; ${MAX_SHAPES} is the most.`)

  const ids = new Ids()
  let index = 0
  const drawings = items.map(({ elements }) => {
    const drawing = readDrawing(elements, index, ids)
    index += elements.length
    return drawing
  })
  const drafts = drawings.flatMap((drawing) => drawing.drafts)
  const groups = drawings.flatMap((drawing) => drawing.groups)
  if (isLibrary) {
    layOut(drawings.map((drawing) => drawing.drafts))
    drawings.forEach((drawing, i) => {
      const group = wrap([...drawing.drafts, ...drawing.groups], ids, items[i]!.id, items[i]!.name)
      if (group) groups.push(group)
    })
  }
  const kept = settle(drafts, groups)
  orderGroups(drafts, kept)
  return ok({ ...report(drawings, drafts, kept), background: backgroundOf(json) })
}

/** Records in paint order, containers first, and the account of every element. */
function report(
  drawings: readonly Drawing[],
  drafts: readonly Draft[],
  groups: readonly Group[],
): Omit<ImportedBoard, 'background'> {
  const nodes: Node[] = [...drafts, ...groups]
  const orders = orderKeys(nodes)
  const shapes: ShapeRecord[] = []
  const lost = new Set<Draft['source']>()
  for (const node of containersFirst(nodes)) {
    const valid = validateShape(recordOf(node, orders.get(node)!))
    if (valid.ok) shapes.push(valid.value)
    else if (node.kind === 'shape') lost.add(node.source)
  }
  const sources = drawings.flatMap((drawing) => drawing.imported)
  const imported = sources.filter((source) => !lost.has(source))
  const skipped = drawings.flatMap((drawing) => drawing.skipped)
  for (const source of lost) skipped.push(source.reportAs('out-of-bounds'))
  const changed = imported
    .map((source) => source.report())
    .filter((note): note is ImportNote => note !== null)
  return { name: null, shapes, imported: imported.length, changed, skipped }
}

/** Fractional keys in each container, by place in the file: its array is its paint order. */
function orderKeys(nodes: readonly Node[]): ReadonlyMap<Node, string> {
  const siblings = new Map<Container | null, Node[]>()
  for (const node of nodes) {
    const list = siblings.get(node.parent)
    if (list) list.push(node)
    else siblings.set(node.parent, [node])
  }
  const orders = new Map<Node, string>()
  for (const list of siblings.values()) {
    const keys = generateNKeysBetween(null, null, list.length)
    list.sort((a, b) => a.order - b.order).forEach((node, i) => orders.set(node, keys[i]!))
  }
  return orders
}

function containersFirst(nodes: readonly Node[]): Node[] {
  const ordered = new Set<Node>()
  for (const node of nodes) {
    const path: Node[] = []
    for (let at: Node | null = node; at && !ordered.has(at); at = at.parent) path.push(at)
    for (const each of path.reverse()) ordered.add(each)
  }
  return [...ordered]
}

/** The nearest frame around a node, whose corner its children are measured from. */
function frameAround(node: Node): Draft | null {
  let at = node.parent
  while (at && at.kind !== 'shape') at = at.parent
  return at
}

const parentId = (node: Node): ShapeId | null => node.parent?.id ?? null

function recordOf(node: Node, order: string): ShapeRecord {
  if (node.kind === 'group') {
    const { id, data } = node
    return { id, type: 'group', geo: [0, 0, 0, 0, 0], style: {}, order, parent: parentId(node), data }
  }
  const { id, type, box, rotation, style, data, text, points } = node
  const frame = frameAround(node)
  const [x, y] = frame ? [box.x - frame.box.x, box.y - frame.box.y] : [box.x, box.y]
  const geo: Geo = type === 'arrow' ? [x, y, 0, 0, 0] : [x, y, box.w, box.h, rotation]
  return {
    id,
    type,
    geo,
    style,
    order,
    parent: parentId(node),
    data,
    ...(text === undefined ? {} : { text }),
    ...(points ? { points: packPoints(points, { zoom: FILE_ZOOM }) } : {}),
  }
}
