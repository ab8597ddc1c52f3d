import { canEdit, type Action } from './define'

export const boardActions: readonly Action[] = [
  { id: 'home', label: 'action.home', icon: 'home', group: 'board', run: ({ host }) => host.goHome() },
  {
    id: 'rename',
    label: 'action.rename',
    icon: 'rename',
    group: 'board',
    when: canEdit,
    run: ({ host }) => host.renameBoard(),
  },
  {
    id: 'import',
    label: 'action.import',
    icon: 'import',
    group: 'board',
    when: canEdit,
    run: ({ host }) => host.importFile(),
  },
  {
    id: 'export',
    label: 'action.export',
    icon: 'export',
    group: 'board',
    run: ({ host }) => host.exportFile(),
  },
  {
    id: 'exportPicture',
    label: 'action.exportPicture',
    icon: 'picture',
    group: 'board',
    keys: ['$mod+Shift+e'],
    when: ({ engine }) => engine.state.getState().shapeCount > 0,
    run: ({ host }) => host.open('picture'),
  },
  {
    id: 'copyLink',
    label: 'action.copyLink',
    icon: 'link',
    group: 'board',
    run: ({ host }) => host.copyLink(),
  },
  {
    id: 'palette',
    label: 'action.palette',
    icon: 'palette',
    group: 'board',
    // On layouts where the slash is typed with Shift, Shift is part of the press.
    keys: ['$mod+k', '$mod+/', '$mod+Shift+/'],
    run: ({ host }) => host.open('palette'),
  },
  {
    id: 'help',
    label: 'action.help',
    icon: 'help',
    group: 'board',
    keys: ['Shift+?', '?'],
    run: ({ host }) => host.open('help'),
  },
]
