import type { ShapeId } from '../board/ids'
import type { BoardView } from '../board/shape'
import { definitionOf } from '../shapes/index'
import type { ToolId } from '../tools/define'
import type { Gestures } from './gestures'
import type { Keyboard } from './keyboard'
import { sane } from './selection'
import { READ_ONLY_TOOLS, type StateStore } from './state'
import { typeOf, type NextStyles } from './styling'
import type { TextSession } from './typing'

interface ModeParts {
  readonly board: BoardView
  readonly state: StateStore
  readonly gestures: Pick<Gestures, 'take' | 'cancel'>
  readonly typing: Pick<TextSession, 'id' | 'start' | 'finish'>
  readonly keyboard: Pick<Keyboard, 'takesTool' | 'backOut'>
  readonly styles: Pick<NextStyles, 'of'>
  /** The text of this shape is left to its editor; null: of none. */
  leaveText(id: ShapeId | null): void
  /** Something to be painted has changed. */
  changed(): void
}

/** What this person is about: the tool in hand, what is selected, the text being typed. One gives way to another. */
export class Mode {
  constructor(private readonly parts: ModeParts) {}

  /** Select what is on the board of these, the outermost only. */
  select(ids: readonly ShapeId[]): void {
    const { board, state } = this.parts
    const before = state.getState().selection
    if (ids === before) return
    const selection = sane(board, ids)
    if (selection.length === before.length && selection.every((id, i) => id === before[i])) return
    this.#choose(selection)
  }

  selectAll(): void {
    this.takeSelectTool()
    this.#choose(this.parts.board.childrenOf(null))
  }

  setTool(tool: ToolId, { pinned = false } = {}): void {
    const { state, keyboard, gestures, styles } = this.parts
    const { isReadOnly, tool: before, selection } = state.getState()
    if (isReadOnly && !READ_ONLY_TOOLS.includes(tool)) return
    this.finishText()
    if (READ_ONLY_TOOLS.includes(before)) keyboard.takesTool(selection)
    gestures.take(tool)
    const type = typeOf(tool)
    state.setState({ tool, isToolPinned: pinned, style: type ? styles.of(type) : {}, gesture: 'idle' })
    if (!READ_ONLY_TOOLS.includes(tool)) this.select([])
    this.parts.changed()
  }

  takeSelectTool(): void {
    if (this.parts.state.getState().tool !== 'select') this.setTool('select')
  }

  editText(id: ShapeId): void {
    const { board, state, gestures, typing } = this.parts
    const record = board.get(id)
    if (state.getState().isReadOnly || !record || !definitionOf(record.type).handling.text) return
    this.finishText()
    gestures.cancel()
    typing.start(id)
    this.parts.leaveText(id)
    state.setState({ editing: id, selection: [id] })
    this.parts.changed()
  }

  finishText(): void {
    const { state, typing } = this.parts
    if (typing.id === null) return
    typing.finish()
    this.parts.leaveText(null)
    state.setState({ editing: null })
    this.parts.changed()
  }

  /** Back out one step: of the gesture, the text, the tool, the selection. */
  cancel(): void {
    const { state, gestures, typing, keyboard } = this.parts
    if (gestures.cancel()) return
    if (typing.id !== null) this.finishText()
    else if (state.getState().tool !== 'select') this.setTool('select')
    else if (!keyboard.backOut()) this.select([])
  }

  setReadOnly(isReadOnly: boolean): void {
    const { state, gestures } = this.parts
    if (isReadOnly) {
      this.finishText()
      gestures.cancel()
      if (!READ_ONLY_TOOLS.includes(state.getState().tool)) this.setTool('select')
    }
    state.setState({ isReadOnly })
    this.parts.changed()
  }

  /** Select what is known to be on the board and not inside one another. */
  #choose(selection: readonly ShapeId[]): void {
    this.parts.state.setState({ selection })
    this.parts.changed()
  }
}
