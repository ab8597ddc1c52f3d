import type { BoardView, Style } from '../board/shape'
import { definitionOf } from '../shapes/index'
import type { Changes } from './changes'
import type { Selected } from './selection'
import type { StateStore } from './state'
import { restyled, typeOf, type NextStyles, type SharedStyle } from './styling'

interface StyleParts {
  readonly board: BoardView
  readonly state: StateStore
  readonly selected: Pick<Selected, 'style'>
  readonly styles: NextStyles
  readonly changes: Pick<Changes, 'make' | 'sizeOf'>
}

/** What the style controls show and set: the style of what is selected, else of what the tool in hand draws next. */
export class StyleChoice {
  constructor(private readonly parts: StyleParts) {}

  common(): SharedStyle {
    const { selection, tool, style } = this.parts.state.getState()
    if (selection.length > 0) return this.parts.selected.style
    const type = tool === 'select' ? null : typeOf(tool)
    return { style, keys: type ? definitionOf(type).styles : [], types: type ? [type] : [] }
  }

  /** What is selected gets it, and what is drawn next too. */
  set(patch: Style): void {
    const { board, state, selected, styles, changes } = this.parts
    const { selection, tool } = state.getState()
    const type = typeOf(tool)
    if (selection.length > 0) changes.make(restyled(board, selection, patch), changes.sizeOf(selection))
    styles.choose(selection.length > 0 ? selected.style.types : type ? [type] : [], patch)
    if (type) state.setState({ style: styles.of(type) })
  }
}
