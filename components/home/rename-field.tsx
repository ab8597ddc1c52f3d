'use client'

import { useEffect, useRef } from 'react'
import { MAX_BOARD_NAME_LENGTH } from '../../lib/board/limits'
import { Input } from '../ui/input'
import { useT } from '../ui/i18n'

/** The name, being edited: Enter or leaving keeps it, Escape does not. `onDone(null)`: nothing changed. */
export default function RenameField({
  name,
  onDone,
}: {
  name: string
  onDone: (name: string | null) => void
}) {
  const t = useT('home')
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  useEffect(() => {
    // The menu that led here gives the focus back first.
    const frame = requestAnimationFrame(() => field.current?.select())
    return () => cancelAnimationFrame(frame)
  }, [])

  const finish = (value: string | null) => {
    if (isDone.current) return // leaving follows Enter and Escape when the field goes away
    isDone.current = true
    const next = value?.trim() ?? ''
    onDone(next === '' || next === name ? null : next)
  }
  return (
    <Input
      ref={field}
      aria-label={t('renameLabel')}
      defaultValue={name}
      maxLength={MAX_BOARD_NAME_LENGTH}
      autoComplete="off"
      enterKeyHint="done"
      className="relative z-10 -my-1.5 h-8! px-2! font-medium pointer-coarse:-my-2 pointer-coarse:h-11!"
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
