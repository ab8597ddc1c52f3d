'use client'

import { ToggleGroup } from 'radix-ui'
import { useId, type ReactNode } from 'react'

export interface ChoiceOption<V extends string> {
  readonly value: V
  readonly label: string
  /** Shown in place of the words, which stay its name. */
  readonly icon?: ReactNode
}

/** One of a few, side by side, under its name. `value` is absent where the selected shapes differ. */
export function Choice<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: V | undefined
  options: readonly ChoiceOption<V>[]
  onChange: (value: V) => void
}) {
  const id = useId()
  return (
    <div>
      <p id={id} className="text-caption font-medium text-muted">
        {label}
      </p>
      <ToggleGroup.Root
        type="single"
        aria-labelledby={id}
        value={value ?? ''}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next)
          if (chosen) onChange(chosen.value)
        }}
        className="mt-1 flex gap-1"
      >
        {options.map((option) => (
          <ToggleGroup.Item
            key={option.value}
            value={option.value}
            {...(option.icon !== undefined && { 'aria-label': option.label, title: option.label })}
            className="flex h-8 min-w-8 flex-1 items-center justify-center rounded-control px-2 text-control hover:bg-hover data-[state=on]:bg-accent-soft data-[state=on]:text-accent pointer-coarse:h-11 [&>svg]:size-[18px]"
          >
            {option.icon ?? option.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </div>
  )
}
