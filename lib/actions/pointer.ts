import { fingers, letFingersDraw } from '../engine/pointer/pen-memory'
import { canEdit, type Action } from './define'

/** What the pointer does, as far as the person chooses. */
export const pointerActions: readonly Action[] = [
  {
    id: 'eraser.parts',
    label: 'action.eraserParts',
    icon: 'eraser',
    group: 'tools',
    keys: ['Shift+e'],
    when: canEdit,
    isOn: ({ engine }) => engine.state.getState().eraser.mode === 'parts',
    run({ engine }) {
      const { eraser } = engine.state.getState()
      engine.setEraser({ mode: eraser.mode === 'parts' ? 'shapes' : 'parts' })
      engine.setTool('eraser')
    },
  },
  {
    id: 'fingers.draw',
    label: 'action.fingersDraw',
    icon: 'hand',
    group: 'tools',
    when: canEdit,
    isOn: () => fingers.getState().doFingersDraw,
    run: () => letFingersDraw(!fingers.getState().doFingersDraw),
  },
]
