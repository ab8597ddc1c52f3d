'use client'

import { useEffect } from 'react'
import { createKeybindingsHandler } from 'tinykeys'
import { actions, isAvailable, type ActionContext } from '../../lib/actions'
import { isInPanel, isTyping } from './typing'

/** Keys that a focused button or link keeps for itself. */
const isActivation = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' &&
  event.target instanceof Element &&
  event.target.closest('button,a,[role=button]') !== null

/** Everywhere but on the drawing itself, `Tab` goes to the next control. */
const movesFocus = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Tab' && !(target instanceof Element && target.matches('[role=application]'))

/** Every shortcut of the board, from the one registry of actions. */
export function useShortcuts(context: ActionContext): void {
  useEffect(() => {
    const bindings = actions
      .filter((action) => !action.isNative)
      .flatMap((action) =>
        (action.keys ?? []).map((key) => {
          const press = (event: KeyboardEvent) => {
            // The browser must not zoom the page or bookmark it instead, even when there is nothing to do here.
            if (key.includes('$mod')) event.preventDefault()
            if (!isAvailable(action, context)) return
            event.preventDefault()
            action.run(context)
          }
          return [key, press] as const
        }),
      )
    const handle = createKeybindingsHandler(Object.fromEntries(bindings))
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (isTyping(event.target) || isInPanel(event.target) || isActivation(event) || movesFocus(event))
        return
      handle(event)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [context])
}
