'use client'

import { Check, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { actions, isAvailable, type Action } from '../../lib/actions'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { PANEL } from '../ui/panel'
import { ActionIcon } from './action-icon'
import { useActionWords, useBoard, usePanels } from './board-context'
import { matches } from './search-words'

/** What is done many times over, or goes on from where one is, is for the keys; and the palette does not offer itself. */
const isOffered = ({ id }: Action) =>
  !/^(nudge|resize|rotate|walk)\./.test(id) && id !== 'enter' && id !== 'palette' && id !== 'cancel'

/** Every command by its name: type, choose, Enter. */
export default function CommandPalette() {
  const t = useT('board')
  const { panels } = useBoard()
  const isOpen = usePanels((state) => state.open === 'palette')
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => panels.setState({ open: open ? 'palette' : null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className={classes(
            PANEL,
            'fixed top-[12dvh] left-1/2 z-50 flex max-h-[min(480px,70dvh)] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 animate-fade flex-col overflow-hidden outline-none',
          )}
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <Commands />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Commands() {
  const t = useT('board')
  const { context, panels } = useBoard()
  const words = useActionWords()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const searched = useDeferredValue(query)
  const listId = useId()
  const list = useRef<HTMLUListElement>(null)

  const found = useMemo(
    () =>
      actions.filter(
        (action) =>
          isOffered(action) && isAvailable(action, context) && matches(searched, words.label(action)),
      ),
    [context, searched, words],
  )
  const at = Math.min(chosen, found.length - 1)

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [at])

  function run(action: Action | undefined) {
    if (!action) return
    panels.setState({ open: null })
    // After the dialog has given the focus back: what the action opens may want it.
    requestAnimationFrame(() => action.run(context))
  }
  function press(event: React.KeyboardEvent) {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by !== 0 && found.length > 0) setChosen((at + by + found.length) % found.length)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[at])
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className="flex items-center gap-3 border-b border-hairline px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[at] ? `${listId}-${found[at].id}` : undefined}
          aria-label={t('palette.search')}
          placeholder={t('palette.search')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={press}
          className="h-12 min-w-0 flex-1 bg-transparent text-body outline-none pointer-coarse:text-[16px]"
        />
      </div>
      <p role="status" className="sr-only">
        {t('palette.count', { count: found.length })}
      </p>
      <ul
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t('palette.title')}
        className="min-h-0 overflow-y-auto p-1.5"
      >
        {found.map((action, index) => (
          <li
            key={action.id}
            id={`${listId}-${action.id}`}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(action)}
            className={classes(
              'flex h-9 items-center gap-3 rounded-control px-2.5 text-control select-none pointer-coarse:h-11 [&>svg]:size-4 [&>svg]:text-muted',
              index === at && 'bg-hover',
            )}
          >
            <ActionIcon name={action.icon} />
            <span className="min-w-0 flex-1 truncate">{words.label(action)}</span>
            {action.isOn?.(context) && <Check aria-label={t('palette.on')} />}
            <kbd className="font-ui text-caption text-muted tabular-nums pointer-coarse:hidden">
              {words.keys(action)}
            </kbd>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="px-4 pt-2 pb-5 text-body text-muted">{t('palette.nothing', { query: searched })}</p>
      )}
    </>
  )
}
