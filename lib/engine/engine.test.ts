import { describe, expect, test } from 'vitest'
import type { DraftMessage } from '../protocol/session'
import { boards, create, id, rectangle } from './board.fixture'
import { createEngine } from './index'

const engineOn = (...shapes: Parameters<typeof boards>) => {
  const { board, remote, exchange } = boards(...shapes)
  let transactions = 0
  board.doc.on('afterTransaction', (transaction) => void (transaction.changed.size > 0 && transactions++))
  return { board, remote, exchange, engine: createEngine(board), transactions: () => transactions }
}

describe('commands', () => {
  test('each is one undo step and leaves what it made selected', () => {
    const { engine, board } = engineOn(rectangle('a', 0, 0), rectangle('b', 200, 0))
    engine.selectAll()
    engine.duplicateSelection()
    expect(board.size).toBe(4)
    const copies = engine.state.getState().selection
    expect(copies.length).toBe(2)
    expect(copies).not.toContain('a')
    engine.group()
    const [group] = engine.state.getState().selection
    expect(board.get(group!)?.type).toBe('group')
    engine.ungroup()
    expect(engine.state.getState().selection).toEqual(copies)
    engine.undo()
    engine.undo()
    engine.undo()
    expect([...board.all()].map((shape) => shape.id).sort()).toEqual(['a', 'b'])
  })
  test('arrow keys in a row are one step; another command ends it', () => {
    let now = 0
    const { board } = boards(rectangle('a', 0, 0))
    const engine = createEngine(board, { now: () => now })
    engine.select([id('a')])
    engine.nudge(1, 0)
    now = 200
    engine.nudge(1, 0)
    now = 2_000
    engine.nudge(0, 1)
    expect(board.get(id('a'))!.geo).toEqual([2, 1, 100, 100, 0])
    engine.undo()
    expect(board.get(id('a'))!.geo).toEqual([2, 0, 100, 100, 0])
    engine.undo()
    expect(board.get(id('a'))!.geo).toEqual([0, 0, 100, 100, 0])
  })
  test('what is copied can be pasted on another board, with new ids', () => {
    const { engine } = engineOn(rectangle('a', 0, 0))
    engine.selectAll()
    const text = engine.copySelection()!
    const other = engineOn()
    expect(other.engine.paste(text)).toBe(true)
    const [pasted] = [...other.board.all()]
    expect(pasted).toMatchObject({ type: 'rectangle', geo: [-50, -50, 100, 100, 0] })
    expect(pasted!.id).not.toBe('a')
    expect(other.engine.paste('{"any": "text"}')).toBe(true)
    expect([...other.board.all()].some((shape) => shape.text === '{"any": "text"}')).toBe(true)
  })
  test('imported shapes are placed in the middle of the view, above what is there, selected, in one step', () => {
    const { engine, board } = engineOn(rectangle('a', 0, 0))
    expect(engine.place([create(rectangle('n', 700, 700)), create(rectangle('m', 900, 700))])).toBe(true)
    expect(board.get(id('n'))!.geo.slice(0, 2)).toEqual([-150, -50])
    expect(board.childrenOf(null).slice(0, 1)).toEqual(['a'])
    expect(engine.state.getState().selection).toEqual(['m', 'n'])
    engine.undo()
    expect(board.size).toBe(1)
  })
  test('a style is given to what is selected, and the next shape of that type and its kin has it', () => {
    const { engine, board } = engineOn(rectangle('a', 0, 0))
    engine.select([id('a')])
    engine.setStyle({ fill: 'red' })
    expect(board.get(id('a'))!.style.fill).toBe('red')
    expect(engine.commonStyle().style.fill).toBe('red')
    engine.setTool('rectangle')
    expect(engine.state.getState().style.fill).toBe('red')
    engine.setTool('ellipse')
    expect(engine.state.getState().style.fill).toBe('red')
    engine.setTool('note')
    expect(engine.state.getState().style.fill).not.toBe('red')
  })
  test('typing ends when undo takes the text away', () => {
    const { engine, board } = engineOn()
    engine.apply([create({ ...rectangle('t', 0, 0), type: 'text', text: '' })])
    engine.editText(id('t'))
    engine.typing.write('ab', 2)
    engine.undo()
    expect(engine.typing.text()).toBe('')
    engine.undo()
    expect(board.size).toBe(0)
    expect(engine.state.getState().editing).toBe(null)
    engine.setTool('pen')
    engine.cancel()
    expect(engine.state.getState().tool).toBe('select')
  })
  test('a refusal is told and leaves the board as it was', () => {
    const { engine, board } = engineOn()
    expect(engine.apply([create(rectangle('a', NaN, 0))])).toBe(false)
    expect(engine.state.getState().notice).toEqual({ code: 'invalid' })
    expect(board.size).toBe(0)
  })
})

describe('selection', () => {
  test('lets go of what somebody else removes, and of children whose group is selected too', () => {
    const { engine, remote, exchange } = engineOn(rectangle('a', 0, 0), rectangle('b', 200, 0))
    engine.selectAll()
    remote.apply([{ do: 'remove', id: id('a') }])
    exchange()
    expect(engine.state.getState().selection).toEqual(['b'])
  })
  test('read-only: selecting works, changing does not', () => {
    const { engine, board } = engineOn(rectangle('a', 0, 0))
    engine.setReadOnly(true)
    engine.setTool('pen')
    expect(engine.state.getState().tool).toBe('select')
    engine.selectAll()
    engine.deleteSelection()
    engine.nudge(5, 5)
    engine.editText(id('a'))
    expect(engine.paste('text')).toBe(false)
    expect(board.get(id('a'))!.geo).toEqual([0, 0, 100, 100, 0])
    expect(engine.state.getState().editing).toBe(null)
  })
})

describe('typing', () => {
  const text = rectangle('t', 0, 0, {
    type: 'text',
    geo: [0, 0, 0, 30, 0],
    style: { size: 20, font: 'hand' },
    text: 'ab',
  })
  test('the box grows with the text, and what another types moves the caret along', () => {
    const { engine, board, remote, exchange } = engineOn(text)
    engine.editText(id('t'))
    const heard: [string, number][] = []
    engine.typing.onRemote((now, move) => heard.push([now, move(2)]))
    engine.typing.write('abc', 3)
    expect(board.get(id('t'))!.geo[2]).toBeGreaterThan(20)
    expect(heard, 'one’s own writing is not heard').toEqual([])
    exchange()
    remote.replaceText(id('t'), 'Xabc')
    exchange()
    expect(heard).toEqual([['Xabc', 3]])
    engine.finishText()
    expect(engine.state.getState().editing).toBe(null)
    expect(board.get(id('t'))!.text).toBe('Xabc')
  })
  test('an empty text is taken away on leaving, and undo does not bring it back empty', () => {
    const { engine, board } = engineOn(text)
    engine.editText(id('t'))
    engine.typing.write('', 0)
    engine.finishText()
    expect(board.size).toBe(0)
    engine.undo()
    expect(board.get(id('t'))?.text).toBe('ab')
  })
})

test('what others do live reaches nobody through the document', () => {
  const { engine, transactions } = engineOn(rectangle('a', 0, 0))
  let hear: (batch: { drafts: [string, DraftMessage][] }) => void = () => {}
  engine.connectLive({
    sendCursor: () => {},
    sendDraft: () => {},
    onBatch: (listener) => ((hear = listener), () => {}),
    onPeers: () => () => {},
  })
  hear({ drafts: [['them', { kind: 'drag', shapes: [{ id: id('a'), geo: [50, 0, 100, 100, 0] }] }]] })
  engine.select([id('a')])
  expect(engine.selectionBox()).toMatchObject({ x: 50 })
  expect(transactions()).toBe(0)
})
