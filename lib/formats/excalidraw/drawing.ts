import { isShapeId } from '../../board/ids'
import type { ImportNote } from '../imported'
import { bindArrow } from './bindings'
import { contain, type Converted } from './containers'
import type { Draft, Group } from './draft'
import { CONVERTERS } from './elements'
import type { Ids } from './ids'
import { attachLabel, holderOf } from './labels'
import { isObject, Source } from './source'

/** The elements of a scene, or of one library item, as drafts. */
export interface Drawing {
  readonly drafts: readonly Draft[]
  readonly groups: readonly Group[]
  /** Elements that are on the board, as shapes or as the text of one. */
  readonly imported: readonly Source[]
  readonly skipped: readonly ImportNote[]
}

/** Read a list of elements, which may refer to one another and to nothing else. */
export function readDrawing(elements: readonly unknown[], firstIndex: number, ids: Ids): Drawing {
  const skipped: ImportNote[] = []
  const imported: Source[] = []
  const converted: Converted[] = []
  /** By the id in the file; of several the first, like Excalidraw. */
  const shapeOf = new Map<string, Draft>()
  const labels: Source[] = []

  const convert = (source: Source): void => {
    const drafts = CONVERTERS.get(source.type)!(source, ids)
    if (typeof drafts === 'string') {
      skipped.push(source.reportAs(drafts))
      return
    }
    imported.push(source)
    converted.push({ source, drafts })
    // The last is the shape itself, below it lies what it encloses.
    const shape = drafts[drafts.length - 1]!
    if (!isShapeId(source.id) || shapeOf.has(source.id)) source.note('new-id')
    if (source.id !== null && !shapeOf.has(source.id)) shapeOf.set(source.id, shape)
  }

  elements.forEach((raw, i) => {
    const source = new Source(raw, firstIndex + i)
    if (!isObject(raw) || typeof raw['type'] !== 'string') skipped.push(source.reportAs('not-an-element'))
    else if (raw['isDeleted'] === true) skipped.push(source.reportAs('deleted'))
    else if (source.type === 'selection') skipped.push(source.reportAs('selection-box'))
    else if (!CONVERTERS.has(source.type)) skipped.push(source.reportAs('unknown-type'))
    else {
      if (raw['locked'] === true) source.note('locked')
      if (holderOf(source) !== null) labels.push(source)
      else convert(source)
    }
  })

  for (const label of labels) {
    const holder = shapeOf.get(holderOf(label)!)
    if (attachLabel(label, holder)) {
      imported.push(label)
      if (label.id !== null && !shapeOf.has(label.id)) shapeOf.set(label.id, holder!)
    } else {
      label.note('label-alone')
      convert(label)
    }
  }
  const drafts = converted.flatMap((each) => each.drafts)
  for (const draft of drafts) if (draft.route) bindArrow(draft, (id) => shapeOf.get(id))
  return { drafts, groups: contain(converted, ids), imported, skipped }
}
