'use client'

import { Ban, Pipette } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { Suspense, useState, type ReactNode } from 'react'
import { INKS, type Colour, type InkName } from '../../../lib/board/shape'
import { inkColour } from '../../../lib/shapes/palette'
import { Button } from '../../ui/button'
import { classes } from '../../ui/classes'
import { useT } from '../../ui/i18n'
import { useTheme } from '../../ui/theme'
import { lazyPart } from '../../ui/lazy-part'

const CustomColour = lazyPart(() => import('./custom-colour'))

/** How a colour is shown: the ink itself, the tint that fills a shape, or the paper of a note. */
export type Shade = 'ink' | 'tint' | 'note'

export interface SwatchesProps {
  label: string
  /** Absent: the selected shapes differ. */
  value: Colour | 'none' | undefined
  shade: Shade
  inks?: readonly InkName[]
  /** Words of the choice of no colour; absent: there is none. */
  none?: string
  onChange: (colour: Colour | 'none') => void
}

/** The inks as swatches, and a way to any other colour. */
export function Swatches({ label, value, shade, inks = INKS, none, onChange }: SwatchesProps) {
  const t = useT('board')
  const { theme } = useTheme()
  const [isPicking, setPicking] = useState(false)
  const custom = value?.startsWith('#') ? (value as Colour) : null
  if (isPicking)
    return (
      <div>
        <Suspense fallback={<div className="h-[220px]" />}>
          <CustomColour value={custom ?? inkColour(inkOf(value), shade, theme)} onChange={onChange} />
        </Suspense>
        <Button kind="quiet" className="mt-2 w-full" onClick={() => setPicking(false)}>
          {t('style.back')}
        </Button>
      </div>
    )
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value ?? ''}
      onValueChange={(next) => next !== '' && next !== PICK && onChange(next as Colour | 'none')}
      className="-m-1 grid grid-cols-[repeat(7,auto)] justify-between gap-y-1"
    >
      {none !== undefined && (
        <Cell value="none" name={none}>
          <Swatch colour="none" shade={shade} isChosen={value === 'none'} />
        </Cell>
      )}
      {inks.map((ink) => (
        <Cell key={ink} value={ink} name={t(`ink.${ink}`)}>
          <Swatch colour={ink} shade={shade} isChosen={value === ink} />
        </Cell>
      ))}
      <Cell value={custom ?? PICK} name={t('style.custom')} onClick={() => setPicking(true)}>
        {custom ? (
          <Swatch colour={custom} shade={shade} isChosen />
        ) : (
          <Pipette aria-hidden className="size-[18px] text-muted" strokeWidth={1.75} />
        )}
      </Cell>
    </ToggleGroup.Root>
  )
}

/** Value of the cell that opens the picker, while no colour of one's own is chosen. */
const PICK = 'pick'

function Cell({
  value,
  name,
  onClick,
  children,
}: {
  value: string
  name: string
  onClick?: () => void
  children: ReactNode
}) {
  return (
    <ToggleGroup.Item
      value={value}
      aria-label={name}
      title={name}
      className="flex size-8 items-center justify-center rounded-control hover:bg-hover pointer-coarse:size-11"
      {...(onClick && { onClick })}
    >
      {children}
    </ToggleGroup.Item>
  )
}

const inkOf = (value: Colour | 'none' | undefined): Colour =>
  value === undefined || value === 'none' ? 'ink' : value

/** One colour as a disc: what is chosen has a ring, and `none` is crossed out. */
export function Swatch({
  colour,
  shade,
  isChosen = false,
  isSmall = false,
}: {
  colour: Colour | 'none' | undefined
  shade: Shade
  isChosen?: boolean
  isSmall?: boolean
}) {
  const { theme } = useTheme()
  return (
    <span
      aria-hidden
      style={colour && colour !== 'none' ? { background: inkColour(colour, shade, theme) } : undefined}
      className={classes(
        'flex items-center justify-center rounded-full border border-outline/60',
        isSmall ? 'size-[18px]' : 'size-6',
        isChosen && 'ring-2 ring-accent ring-offset-2 ring-offset-surface',
        colour === undefined && 'border-dashed',
      )}
    >
      {colour === 'none' && <Ban className="size-full text-muted" strokeWidth={1.5} />}
    </span>
  )
}
