'use client'

import { Suspense, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { classes } from '../ui/classes'
import { useT } from '../ui/i18n'
import { Input } from '../ui/input'
import { lazyPart } from '../ui/lazy-part'
import { PANEL } from '../ui/panel'
import { useBoard, usePanels, type BoardContextValue } from './board-context'

/** End the search, and give the focus back to the drawing. */
export function closeFind({ panels }: Pick<BoardContextValue, 'panels'>): void {
  panels.setState({ open: null, sought: '' })
  document.querySelector<HTMLElement>('[role=application]')?.focus({ preventScroll: true })
}

const FindBar = lazyPart(() => import('./find-bar'))

/** Shows the next match (`1`) or the one before (`-1`); nothing until the search is there. */
export type FindStep = (by: 1 | -1) => void

/**
 * The bar in which text is sought. Its field is there at once, so that what is typed right after the keys is not drawn
 * with; what searches is loaded beside it.
 */
export function FindPanel() {
  const t = useT('board')
  const { panels } = useBoard()
  const sought = usePanels((state) => state.sought)
  const field = useRef<HTMLInputElement>(null)
  const step = useRef<FindStep>(() => {})

  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    // Ctrl+F again, with the focus on the drawing: back to the field.
    return panels.subscribe(({ open, sought }, before) => {
      if (open !== 'find' || before.open !== 'find' || sought !== before.sought) return
      field.current?.focus({ preventScroll: true })
      field.current?.select()
    })
  }, [panels])

  function key(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey)
    if (!isFind && event.key !== 'Escape' && event.key !== 'Enter') return
    event.preventDefault()
    event.stopPropagation()
    if (isFind) event.currentTarget.select()
    else if (event.key === 'Enter') step.current(event.shiftKey ? -1 : 1)
    else closeFind({ panels })
  }

  return (
    <div
      role="search"
      aria-label={t('find.title')}
      className={classes(
        PANEL,
        'pointer-events-auto flex items-center gap-0.5 self-end p-1 max-sm:self-stretch',
      )}
    >
      <Input
        ref={field}
        type="text"
        value={sought}
        aria-label={t('find.field')}
        placeholder={t('find.field')}
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        className="w-52 max-sm:w-auto max-sm:flex-1"
        onChange={(event) => panels.setState({ sought: event.target.value })}
        onKeyDown={key}
      />
      <Suspense>
        <FindBar step={step} />
      </Suspense>
    </div>
  )
}
