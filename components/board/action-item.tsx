'use client'

import { actionOf, isAvailable } from '../../lib/actions'
import { MenuItem, MenuToggle } from '../ui/menu'
import { TOUCH, useMedia } from '../hooks/use-media'
import { ActionIcon } from './action-icon'
import { useActionWords, useBoard } from './board-context'

/** An action of the registry in a menu. */
export function ActionItem({ id, isDanger = false }: { id: string; isDanger?: boolean }) {
  const { context } = useBoard()
  const words = useActionWords()
  const isTouch = useMedia(TOUCH)
  const action = actionOf(id)
  const keys = isTouch ? undefined : words.keys(action)
  if (action.isOn)
    return (
      <MenuToggle
        isOn={action.isOn(context)}
        isDisabled={!isAvailable(action, context)}
        onSelect={() => action.run(context)}
        {...(keys && { keys })}
      >
        {words.label(action)}
      </MenuToggle>
    )
  return (
    <MenuItem
      icon={<ActionIcon name={action.icon} />}
      isDanger={isDanger}
      isDisabled={!isAvailable(action, context)}
      onSelect={() => action.run(context)}
      {...(keys && { keys })}
    >
      {words.label(action)}
    </MenuItem>
  )
}
