import type { ComponentProps } from 'react'
import { classes } from './classes'

/** A one-line field. 16 px text on touch, because phones zoom into smaller ones. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      className={classes(
        'h-9 w-full min-w-0 rounded-control border border-outline bg-surface px-3 text-control text-text',
        'pointer-coarse:h-11 pointer-coarse:text-[16px]',
        'focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-danger',
        className,
      )}
      {...rest}
    />
  )
}
