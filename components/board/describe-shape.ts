import type { ShapeId } from '../../lib/board/ids'
import { isKnownType } from '../../lib/board/shape-keys'
import type { ArrowEnd, BoardView, ShapeRecord } from '../../lib/board/shape'
import { place } from '../../lib/shapes'
import type { MessageKey, Translate } from '../ui/i18n'

type Words = Translate<'board'>

/** Of a longer text, the beginning says which shape it is; the whole is heard on typing in it. */
const MOST_LETTERS = 120

/** A shape in words, as it is heard when one comes to it: what it is, what it says, what it joins, how large it is. */
export function describeShape(board: BoardView, id: ShapeId, t: Words): string {
  const record = board.get(id)
  if (!record) return ''
  if (record.type === 'arrow') return describeArrow(board, record, t)
  const name = nameShape(board, id, t)
  const placed = place(board, id)
  if (!placed) return name
  const { w, h } = placed.box
  return t('say.sized', { shape: name, width: Math.round(w), height: Math.round(h) })
}

/** What a shape is called among others: its kind and its text. */
export function nameShape(board: BoardView, id: ShapeId, t: Words): string {
  const record = board.get(id)
  if (!record) return ''
  const kind =
    record.type === 'group' ? t('say.group', { count: board.childrenOf(id).length }) : kindOf(record, t)
  const text = (record.text ?? '').replace(/\s+/gu, ' ').trim()
  if (text === '') return kind
  return t('say.named', { shape: kind, text: text.length > MOST_LETTERS ? `${beginning(text)}…` : text })
}

function describeArrow(board: BoardView, record: ShapeRecord, t: Words): string {
  const nameEnd = (end: ArrowEnd | undefined): string =>
    end && 'shape' in end && board.get(end.shape) ? nameShape(board, end.shape, t) : t('say.openEnd')
  const { start, end } = record.data
  return t('say.arrow', { shape: nameShape(board, record.id, t), start: nameEnd(start), end: nameEnd(end) })
}

function kindOf({ type, data }: ShapeRecord, t: Words): string {
  if (!isKnownType(type)) return t('shape.unknown')
  if (type === 'line' && data.closed) return t('shape.closedLine')
  return t(`shape.${type}` as MessageKey<'board'>)
}

/** As many letters as are read out, never half of one. */
const beginning = (text: string): string =>
  [...text.slice(0, MOST_LETTERS * 2)].slice(0, MOST_LETTERS).join('')
