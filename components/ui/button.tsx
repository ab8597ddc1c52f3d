import type { ComponentProps } from 'react'
import { classes } from './classes'

const BASE =
  'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-control text-control font-medium ' +
  'transition-colors duration-120 disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50'

const KINDS = {
  primary: 'bg-accent text-on-accent hover:brightness-110 active:brightness-95',
  secondary: 'border border-hairline bg-surface text-text hover:bg-hover active:bg-pressed',
  quiet: 'text-text hover:bg-hover active:bg-pressed',
  danger: 'bg-danger text-on-accent hover:brightness-110 active:brightness-95',
} as const

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: keyof typeof KINDS
}

/** A button with words. On touch it is at least 44 px high. */
export function Button({ kind = 'secondary', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={classes(BASE, 'h-9 px-3.5 pointer-coarse:h-11', KINDS[kind], className)}
      {...rest}
    />
  )
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Said by screen readers; show it in a `Tooltip` too. */
  label: string
  /** A toggle or a chosen tool: shown in accent. */
  isActive?: boolean
}

/** A square button with an icon (18 px). On touch it is at least 44 px wide and high. */
export function IconButton({ label, isActive, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={isActive}
      className={classes(
        BASE,
        'size-9 pointer-coarse:size-11 [&>svg]:size-[18px]',
        isActive ? 'bg-accent text-on-accent' : 'text-text hover:bg-hover active:bg-pressed',
        className,
      )}
      {...rest}
    />
  )
}
