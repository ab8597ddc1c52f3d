'use client'

import { actionOf } from '../../lib/actions'
import { useT } from '../ui/i18n'
import { TOUCH, useMedia } from '../hooks/use-media'
import { ActionIcon } from './action-icon'
import { useActionWords, useCanEdit, useConnection, useEngine } from './board-context'

const OFFERED = ['tool.pen', 'tool.rectangle', 'tool.arrow', 'tool.text', 'tool.note'] as const

/** On a board with nothing on it: how to begin. Gone with the first stroke, and never in its way. */
export function EmptyInvitation() {
  const t = useT('board')
  const words = useActionWords()
  const isTouch = useMedia(TOUCH)
  const canEdit = useCanEdit()
  const isEmpty = useEngine((state) => state.shapeCount === 0 && state.editing === null)
  const isQuiet = useEngine((state) => state.gesture === 'idle' || state.gesture === 'panning')
  const isLoaded = useConnection((state) => state.isLoaded)
  if (!isLoaded || !isEmpty || !isQuiet) return null
  if (!canEdit)
    return (
      <Centred>
        <p className="text-body text-muted">{t('empty.readOnly')}</p>
      </Centred>
    )
  return (
    <Centred>
      <p className="font-hand text-[28px] leading-9 text-text">{t('empty.title')}</p>
      <p className="mt-2 text-body text-muted">{t(isTouch ? 'empty.touch' : 'empty.draw')}</p>
      {!isTouch && (
        <ul className="mt-4 flex flex-wrap justify-center gap-x-5 gap-y-2">
          {OFFERED.map((id) => {
            const action = actionOf(id)
            return (
              <li key={id} className="flex items-center gap-1.5 text-control text-muted [&>svg]:size-4">
                <ActionIcon name={action.icon} />
                {words.label(action)}
                <kbd className="rounded-[5px] border border-hairline bg-surface px-1.5 font-ui text-caption">
                  {words.keys(action)}
                </kbd>
              </li>
            )
          })}
        </ul>
      )}
      {!isTouch && <p className="mt-4 text-control text-muted">{t('empty.drop')}</p>}
    </Centred>
  )
}

function Centred({ children }: { children: React.ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-0 flex animate-fade flex-col items-center justify-center px-6 pb-16 text-center select-none">
      {children}
    </div>
  )
}
