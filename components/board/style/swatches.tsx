'use client'

import { Ban } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { lazy, Suspense, useState } from 'react'
import { INKS, type Colour, type InkName } from '../../../lib/board/shape'
import { inkColour } from '../../../lib/shapes/palette'
import { Button } from '../../ui/button'
import { classes } from '../../ui/classes'
import { useT } from '../../ui/i18n'
import { useTheme } from '../../ui/theme'

const CustomColour = lazy(() => import('./custom-colour'))

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
  const isCustom = value?.startsWith('#') ?? false
  const [isPicking, setPicking] = useState(false)
  const { theme } = useTheme()
  if (isPicking)
    return (
      <div>
        <Suspense fallback={<div className="h-[226px]" />}>
          <CustomColour
            value={isCustom ? (value as Colour) : inkColour(inkOf(value), shade, theme)}
            onChange={onChange}
          />
        </Suspense>
        <Button kind="quiet" className="mt-2 w-full" onClick={() => setPicking(false)}>
          {t('style.back')}
        </Button>
      </div>
    )
  return (
    <div>
      <ToggleGroup.Root
        type="single"
        aria-label={label}
        value={value ?? ''}
        onValueChange={(next) => next !== '' && onChange(next as Colour | 'none')}
        className="grid grid-cols-[repeat(6,auto)] justify-between gap-y-2"
      >
        {inks.map((ink) => (
          <ToggleGroup.Item
            key={ink}
            value={ink}
            aria-label={t(`ink.${ink}`)}
            title={t(`ink.${ink}`)}
            className={CELL}
          >
            <Swatch colour={ink} shade={shade} isChosen={value === ink} />
          </ToggleGroup.Item>
        ))}
        {none !== undefined && (
          <ToggleGroup.Item value="none" aria-label={none} title={none} className={CELL}>
            <Swatch colour="none" shade={shade} isChosen={value === 'none'} />
          </ToggleGroup.Item>
        )}
        {isCustom && (
          <ToggleGroup.Item value={value!} aria-label={value} title={value} className={CELL}>
            <Swatch colour={value} shade={shade} isChosen />
          </ToggleGroup.Item>
        )}
      </ToggleGroup.Root>
      <Button kind="quiet" className="mt-2 w-full" onClick={() => setPicking(true)}>
        {t('style.custom')}
      </Button>
    </div>
  )
}

const CELL = 'flex size-8 items-center justify-center rounded-control hover:bg-hover pointer-coarse:size-11'
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
