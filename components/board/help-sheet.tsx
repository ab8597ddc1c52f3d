'use client'

import { ACTION_GROUPS, actions, keyLabels, type Action } from '../../lib/actions'
import { isMac } from '../hooks/platform'
import { Dialog } from '../ui/dialog'
import { useT, type MessageKey } from '../ui/i18n'
import { useActionWords, useBoard, usePanels } from './board-context'

type Key = MessageKey<'board'>
const MOD = isMac ? '⌘' : 'Ctrl'
/** What is done with the pointer has no action in the registry, because it is not a command. */
const GESTURES: readonly { readonly label: Key; readonly caps: readonly (readonly string[])[] }[] = [
  { label: 'help.pan', caps: [['key.Space', 'key.drag'], ['key.wheel'], ['key.middleButton']] },
  { label: 'help.zoom', caps: [[MOD, 'key.wheel']] },
  { label: 'help.touch', caps: [['key.twoFingers']] },
  { label: 'action.undo', caps: [['key.twoFingerTap']] },
  { label: 'help.penErases', caps: [['key.penEnd']] },
  { label: 'help.penLassos', caps: [['key.penButton']] },
  { label: 'help.duplicate', caps: [['key.Alt', 'key.drag']] },
  { label: 'help.lasso', caps: [['key.Alt', 'key.drag']] },
  { label: 'help.snap', caps: [[MOD, 'key.drag']] },
  { label: 'help.constrain', caps: [['key.Shift', 'key.drag']] },
  { label: 'help.fromCentre', caps: [['key.Alt', 'key.drag']] },
  { label: 'help.addToSelection', caps: [['key.Shift', 'key.click']] },
  { label: 'help.editText', caps: [['key.doubleClick'], ['key.Enter']] },
  { label: 'help.pinTool', caps: [['key.doubleClick']] },
  { label: 'help.contextMenu', caps: [['key.rightClick']] },
]

/** Every key and gesture of the board, made from the registry of actions. */
export default function HelpSheet() {
  const t = useT('board')
  const { panels } = useBoard()
  const isOpen = usePanels((state) => state.open === 'help')
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => panels.setState({ open: null })}
      title={t('help.title')}
      width="wide"
    >
      {/* Focusable, so that the arrow keys scroll it. */}
      <div tabIndex={0} className="gap-8 sm:columns-2">
        {ACTION_GROUPS.map((group) => (
          <Section key={group} title={t(`group.${group}`)}>
            {actions
              .filter((action) => action.group === group && action.keys)
              .map((action) => (
                <ActionRow key={action.id} action={action} />
              ))}
            {group === 'keyboard' && (
              <Row label={t('help.leave')}>
                <Press caps={['Esc']} />
                <Press caps={['Tab']} />
              </Row>
            )}
          </Section>
        ))}
        <Section title={t('help.gestures')}>
          {GESTURES.map(({ label, caps }) => (
            <Row key={label} label={t(label)}>
              {caps.map((press, at) => (
                <Press key={at} caps={press.map((cap) => (cap.startsWith('key.') ? t(cap as Key) : cap))} />
              ))}
            </Row>
          ))}
        </Section>
      </div>
    </Dialog>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mb-5 break-inside-avoid-column">
      <h3 className="mb-1 text-caption font-medium text-muted">{title}</h3>
      <dl>{children}</dl>
    </section>
  )
}

function ActionRow({ action }: { action: Action }) {
  const words = useActionWords()
  // Keys of the number pad and of other layouts work too, and are not worth reading.
  const shown = (action.keys ?? []).filter((key, at) => at === 0 || (at === 1 && !/Numpad|^\?$/.test(key)))
  return (
    <Row label={words.label(action)}>
      {shown.map((key) => (
        <Press key={key} caps={keyLabels(key, isMac, words.keyWord)} />
      ))}
    </Row>
  )
}

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-t border-hairline py-1">
      <dt className="text-control">{label}</dt>
      <dd className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">{children}</dd>
    </div>
  )
}

/** Keys that are pressed together. */
function Press({ caps }: { caps: readonly string[] }) {
  return (
    <span className="flex gap-1">
      {caps.map((cap) => (
        <kbd
          key={cap}
          className="min-w-6 rounded-[5px] border border-hairline bg-canvas px-1.5 text-center font-ui text-caption leading-[22px]"
        >
          {cap}
        </kbd>
      ))}
    </span>
  )
}
