import { hasSelection, type Action } from './define'

/** One press of the zoom keys or buttons: four presses double the picture. */
const ZOOM_STEP = 2 ** (1 / 4)

export const viewActions: readonly Action[] = [
  {
    id: 'zoom.in',
    label: 'action.zoomIn',
    icon: 'zoomIn',
    group: 'view',
    keys: ['$mod+Equal', '$mod+NumpadAdd'],
    run: ({ engine }) => engine.zoomBy(ZOOM_STEP),
  },
  {
    id: 'zoom.out',
    label: 'action.zoomOut',
    icon: 'zoomOut',
    group: 'view',
    keys: ['$mod+Minus', '$mod+NumpadSubtract'],
    run: ({ engine }) => engine.zoomBy(1 / ZOOM_STEP),
  },
  {
    id: 'zoom.reset',
    label: 'action.zoomReset',
    icon: 'zoomReset',
    group: 'view',
    keys: ['$mod+Digit0', '$mod+Numpad0'],
    run: ({ engine }) => engine.zoomTo(1),
  },
  {
    id: 'zoom.fit',
    label: 'action.zoomFit',
    icon: 'zoomFit',
    group: 'view',
    keys: ['Shift+Digit1'],
    when: ({ engine }) => engine.state.getState().shapeCount > 0,
    run: ({ engine }) => engine.zoomToFit(),
  },
  {
    id: 'zoom.selection',
    label: 'action.zoomSelection',
    icon: 'zoomSelection',
    group: 'view',
    keys: ['Shift+Digit2'],
    when: hasSelection,
    run: ({ engine }) => engine.zoomToSelection(),
  },
  {
    id: 'find',
    label: 'action.find',
    icon: 'find',
    group: 'view',
    keys: ['$mod+f'],
    run: ({ host }) => host.open('find'),
  },
  {
    id: 'theme.paper',
    label: 'action.theme.paper',
    icon: 'theme.paper',
    group: 'view',
    run: ({ host }) => host.setTheme('paper'),
  },
  {
    id: 'theme.slate',
    label: 'action.theme.slate',
    icon: 'theme.slate',
    group: 'view',
    run: ({ host }) => host.setTheme('slate'),
  },
  {
    id: 'theme.system',
    label: 'action.theme.system',
    icon: 'theme.system',
    group: 'view',
    run: ({ host }) => host.setTheme('system'),
  },
  {
    id: 'language.en',
    label: 'action.language.en',
    icon: 'language',
    group: 'view',
    run: ({ host }) => host.setLanguage('en'),
  },
  {
    id: 'language.fr',
    label: 'action.language.fr',
    icon: 'language',
    group: 'view',
    run: ({ host }) => host.setLanguage('fr'),
  },
]
