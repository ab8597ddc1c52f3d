import { expect, test } from 'vitest'
import { newShapeId } from '../../board/ids'
import type { CursorMessage, DraftMessage } from '../../protocol/session'
import { InkStroke } from '../ink-stroke'
import { LiveSender } from './live-sender'

function sender() {
  const [cursors, drafts] = [[] as CursorMessage[], [] as DraftMessage[]]
  const live = new LiveSender({
    sendCursor: (cursor) => void cursors.push(cursor),
    sendDraft: (draft) => void drafts.push(draft),
  })
  return { live, cursors, drafts }
}

test('alone, nothing is told; who comes is told where the pointer is and all of the stroke in progress', () => {
  const { live, cursors, drafts } = sender()
  const ink = new InkStroke(newShapeId(), 'pen', {})
  live.cursor({ x: 5, y: 6 })
  live.ink(ink)
  ink.append([[0, 0, 0.5], [10, 0, 0.5]]) // prettier-ignore
  live.flush()
  expect([cursors, drafts]).toEqual([[], []])

  live.isHeard = true
  ink.append([[20, 0, 0.5]])
  live.flush()
  expect(cursors).toEqual([[5, 6]])
  expect(drafts).toMatchObject([
    { kind: 'stroke', id: ink.id, from: 0, points: [0, 0, 0.5, 10, 0, 0.5, 20, 0, 0.5] },
  ])
  live.end(true)
  expect(drafts.at(-1)).toEqual({ kind: 'end', committed: true })
})

test('a stroke that began and ended alone is never told', () => {
  const { live, drafts } = sender()
  const ink = new InkStroke(newShapeId(), 'pen', {})
  live.ink(ink)
  ink.append([[0, 0, 0.5]])
  live.flush()
  live.end(true)
  live.isHeard = true
  live.flush()
  expect(drafts).toEqual([])
})
