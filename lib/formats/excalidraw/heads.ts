import type { ArrowHead } from '../../board/shape'
import type { Source } from './source'

/** Excalidraw's heads; those with `true` are drawn as something else here. */
const HEADS: ReadonlyMap<string, readonly [head: ArrowHead, differs?: true]> = new Map([
  ['arrow', ['arrow']],
  ['triangle', ['triangle']],
  ['triangle_outline', ['triangle', true]],
  ['dot', ['dot']],
  ['circle', ['dot']],
  ['circle_outline', ['dot', true]],
  ['bar', ['bar']],
  ['diamond', ['diamond']],
  ['diamond_outline', ['diamond', true]],
  ['crowfoot_one', ['bar', true]],
  ['crowfoot_many', ['arrow', true]],
  ['crowfoot_one_or_many', ['arrow', true]],
  ['cardinality_one', ['bar', true]],
  ['cardinality_exactly_one', ['bar', true]],
  ['cardinality_zero_or_one', ['dot', true]],
  ['cardinality_many', ['arrow', true]],
  ['cardinality_one_or_many', ['arrow', true]],
  ['cardinality_zero_or_many', ['dot', true]],
])

function readHead(source: Source, key: string, unset: ArrowHead): ArrowHead {
  const value = source.raw[key]
  if (value === undefined) return unset
  if (value === null || value === 'none') return 'none'
  const [head, differs] = (typeof value === 'string' && HEADS.get(value)) || (['arrow', true] as const)
  if (differs) source.note('arrow-head')
  return head
}

/** Heads at either end; files older than heads mean an arrow's own head at its end. */
export const readHeads = (source: Source): { start: ArrowHead; end: ArrowHead } => ({
  start: readHead(source, 'startArrowhead', 'none'),
  end: readHead(source, 'endArrowhead', source.type === 'arrow' ? 'arrow' : 'none'),
})
