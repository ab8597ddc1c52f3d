'use client'

import { labelOn, personColour } from '../../lib/shapes/palette'
import { classes } from '../ui/classes'
import { useTheme } from '../ui/theme'
import { initialsOf } from './initials'

/** A person in small: initials in their colour. The name is said beside it. */
export function Avatar({ name, colour, className }: { name: string; colour: number; className?: string }) {
  const { theme } = useTheme()
  const background = personColour(colour, theme)
  return (
    <span
      aria-hidden
      style={{ background, color: labelOn(background) }}
      className={classes(
        'flex size-7 shrink-0 select-none items-center justify-center rounded-full text-[11px] leading-none font-semibold',
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}
