import type { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import type { Geo } from '../../lib/board/shape'
import type { Box } from '../../lib/geometry/box'
import type { Engine } from '../../lib/engine/api'
import type { Translate } from '../ui/i18n'
import { describeShape, nameShape } from './describe-shape'

/** A key that is held repeats faster than anybody listens: what is said is what was reached. */
const PAUSE_MS = 150

interface Moment {
  readonly selection: readonly ShapeId[]
  readonly connecting: ShapeId | null
  /** Of the one selected shape. */
  readonly geo: Geo | null
  /** Around several, page units. */
  readonly box: Box | null
}

/**
 * Says in words what this person's own steps have done: which shape is selected now, where it went, how large it is,
 * what was added and taken away. It says the outcome, once it rests; returns the undo.
 */
export function sayOwnSteps(
  engine: Engine,
  document: BoardDocument,
  words: () => Translate<'board'>,
  say: (text: string) => void,
): () => void {
  let before = momentOf(engine)
  let [added, removed] = [0, 0]
  let size = document.size
  let timer: ReturnType<typeof setTimeout> | null = null

  function schedule(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(speak, PAUSE_MS)
  }

  function speak(): void {
    timer = null
    const { gesture, editing } = engine.state.getState()
    // The field that is typed in speaks for itself; a gesture is told by how it ends.
    if (gesture !== 'idle' || editing !== null) return
    const now = momentOf(engine)
    const text = outcome(before, now)
    before = now
    added = removed = 0
    if (text !== null) say(text)
  }

  function outcome(was: Moment, now: Moment): string | null {
    const t = words()
    const { board } = engine
    const [id] = now.selection
    if (now.connecting !== null && now.connecting !== was.connecting)
      return t('say.connecting', { shape: nameShape(board, now.connecting, t) })
    if (now.selection === was.selection) {
      if (now.geo && was.geo && now.geo !== was.geo) return changeOf(was.geo, now.geo, t)
      if (removed > 0) return t('say.removed', { count: removed })
      const count = now.selection.length
      if (was.box && now.box && isElsewhere(was.box, now.box))
        return t(isResized(was.box, now.box) ? 'say.changedAll' : 'say.movedAll', {
          count,
          ...rounded(now.box),
        })
      return added > 0 ? t('say.added', { count: added }) : null
    }
    if (id === undefined) return removed > 0 ? t('say.removed', { count: removed }) : t('say.unselected')
    if (now.selection.length > 1) return t('say.selected', { count: now.selection.length })
    const shape = describeShape(board, id, t)
    if (engine.keyboard.walkedTo !== id) return shape
    return t('say.place', { shape, ...engine.reading.placeOf(id) })
  }

  const ends = [
    engine.state.subscribe((state, old) => {
      const isTold = state.selection !== old.selection || state.connecting !== old.connecting
      const isOver = state.gesture !== old.gesture || state.editing !== old.editing
      if (isTold || isOver) schedule()
    }),
    document.onChange(({ shapes, isLocal }) => {
      const gone = [...shapes.values()].filter((record) => record === null).length
      if (isLocal) {
        removed += gone
        added += document.size - size + gone
        schedule()
      }
      size = document.size
    }),
    () => timer !== null && clearTimeout(timer),
  ]
  return () => {
    for (const end of ends) end()
  }
}

function momentOf(engine: Engine): Moment {
  const { selection, connecting } = engine.state.getState()
  const only = selection.length === 1 ? engine.board.get(selection[0]!) : undefined
  return { selection, connecting, geo: only?.geo ?? null, box: selection.length > 1 ? boxOf(engine) : null }
}

/** Around what is selected, page units: known to the engine, however much that is. */
function boxOf(engine: Engine): Box | null {
  const box = engine.selectionBox()
  if (!box) return null
  const { x, y } = engine.toPage(box)
  const end = engine.toPage({ x: box.x + box.w, y: box.y + box.h })
  return { x, y, w: end.x - x, h: end.y - y }
}

/** Less than this (page units) is what is lost on the way to the screen and back. */
const LEAST_CHANGE = 0.1
const isResized = (was: Box, now: Box) =>
  Math.abs(was.w - now.w) > LEAST_CHANGE || Math.abs(was.h - now.h) > LEAST_CHANGE
const isElsewhere = (was: Box, now: Box) =>
  Math.abs(was.x - now.x) > LEAST_CHANGE || Math.abs(was.y - now.y) > LEAST_CHANGE || isResized(was, now)
const rounded = ({ x, y }: Box) => ({ x: Math.round(x), y: Math.round(y) })

function changeOf(was: Geo, now: Geo, t: Translate<'board'>): string {
  if (now[4] !== was[4]) return t('say.turned', { degrees: degreesOf(now[4]) })
  if (now[2] !== was[2] || now[3] !== was[3])
    return t('say.resized', { width: Math.round(now[2]), height: Math.round(now[3]) })
  return t('say.moved', { x: Math.round(now[0]), y: Math.round(now[1]) })
}

const degreesOf = (radians: number): number => ((Math.round((radians * 180) / Math.PI) % 360) + 360) % 360
