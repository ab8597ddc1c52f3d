import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from '../board/document'
import { boards, id, rectangle } from './board.fixture'
import { News } from './news'
import { Selected } from './selection'
import { newState } from './state'

test('what others do many times a frame is told once, with the frame; what they take away is told at once', () => {
  const { board } = boards(rectangle('a', 0, 0), rectangle('b', 300, 0))
  const other = new BoardDocument(new Y.Doc())
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc))
  other.doc.on('update', (update: Uint8Array) => Y.applyUpdate(board.doc, update))
  const state = newState(board, false)
  const selected = new Selected(board)
  state.subscribe(({ selection }) => (selected.ids = selection))
  state.setState({ selection: [id('a'), id('b')] })
  let told = 0
  state.subscribe(() => told++)
  const news = new News({
    document: board,
    state,
    selected,
    drafts: { changed: () => {}, isLanding: false },
    typing: { changed: () => {} },
    renderer: { changed: () => {} },
    finishText: () => {},
    hasFrames: () => true,
    told: () => {},
  })
  for (let x = 1; x <= 20; x++)
    other.apply([{ do: 'patch', id: id('a'), patch: { geo: [x, 0, 100, 100, 0] } }])
  expect(board.get(id('a'))!.geo[0]).toBe(20)
  expect(told).toBe(0)
  news.tell()
  expect(told).toBe(1)
  expect(state.getState().layout).toBe(1)
  news.tell()
  expect(told).toBe(1)
  other.apply([{ do: 'remove', id: id('b') }])
  expect(state.getState()).toMatchObject({ selection: ['a'], shapeCount: 1 })
  news.dispose()
})
