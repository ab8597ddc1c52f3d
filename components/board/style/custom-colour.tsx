'use client'

import { useState } from 'react'
import { HexColorInput, HexColorPicker } from 'react-colorful'
import type { Colour } from '../../../lib/board/shape'
import { useT } from '../../ui/i18n'

/** Any colour. The drawing takes it when the pointer or the field is left: one undo step, not one per pixel. */
export default function CustomColour({
  value,
  onChange,
}: {
  value: string
  onChange: (colour: Colour) => void
}) {
  const t = useT('board')
  const [colour, setColour] = useState(value.toLowerCase())
  const keep = () => {
    if (colour !== value.toLowerCase()) onChange(colour as Colour)
  }
  return (
    <div className="flex flex-col gap-2" onKeyUp={(event) => event.key.startsWith('Arrow') && keep()}>
      <div onPointerUp={keep}>
        <HexColorPicker color={colour} onChange={setColour} className="!h-44 !w-full" />
      </div>
      <HexColorInput
        prefixed
        color={colour}
        aria-label={t('style.customCode')}
        onChange={setColour}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
        className="h-9 w-full rounded-control border border-outline bg-surface px-3 text-control text-text pointer-coarse:h-11"
      />
    </div>
  )
}
