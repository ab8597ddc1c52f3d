'use client'

import {
  ALargeSmall,
  AlignVerticalJustifyCenter,
  AlignVerticalJustifyEnd,
  AlignVerticalJustifyStart,
  TextAlignCenter,
  TextAlignEnd,
  TextAlignStart,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { FONTS, type Colour, type FontName, type Style } from '../../../lib/board/shape'
import { inkColour, NOTE_COLOURS } from '../../../lib/shapes/palette'
import { useT } from '../../ui/i18n'
import { Popover } from '../../ui/popover'
import { useTheme } from '../../ui/theme'
import { BarButton } from '../bar'
import { Choice } from './choice'
import { LineSample, RoughSample } from './line-icons'
import { Opacity } from './opacity'
import { Swatch, Swatches } from './swatches'

/** Widths to choose from, page units; the default of each kind is among them. */
const WIDTHS: Readonly<Record<StyleControlsProps['kind'], readonly number[]>> = {
  shape: [1, 2.5, 5, 10],
  note: [1, 2.5, 5, 10],
  pen: [2, 4, 8, 16],
  marker: [12, 22, 34, 52],
}
/** What a sample can show of a width. */
const MOST_SAMPLE_PX = 10
const SIZES = [16, 20, 24, 36, 56] as const

const ROUGHNESSES = [0, 1, 2] as const
type Roughness = (typeof ROUGHNESSES)[number]
const ROUGHNESS_LABELS = ['style.drawnClean', 'style.drawnByHand', 'style.drawnBoldly'] as const
type RoughnessName = `${Roughness}`
/** Imports may hold something between; it is drawn as the nearest. */
const nearestRoughness = (value: number) => String(Math.min(2, Math.round(value))) as RoughnessName

/** The values to choose from, with the present one among them when it came from elsewhere. */
const including = (choices: readonly number[], value: number | undefined): readonly number[] =>
  value === undefined || choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b)

export interface StyleControlsProps {
  /** What the shapes have in common; a missing value: they differ. */
  readonly style: Style
  /** What means something for them. */
  readonly keys: ReadonlySet<string>
  /** Notes have colours of their own, pens and the marker their own widths. */
  readonly kind: 'shape' | 'note' | 'pen' | 'marker'
  readonly onChange: (patch: Partial<Style>) => void
}

/** The style of the selection or of the next shape, as one button per question. */
export function StyleControls({ style, keys, kind, onChange }: StyleControlsProps) {
  const t = useT('board')
  const hasLine = keys.has('width') || keys.has('dash') || keys.has('round')
  const hasText = keys.has('font') || keys.has('size')
  return (
    <>
      {keys.has('stroke') && (
        <StyleButton label={t('style.stroke')} icon={<Swatch isSmall colour={style.stroke} shade="ink" />}>
          <Swatches
            label={t('style.stroke')}
            value={style.stroke}
            shade="ink"
            {...(keys.has('fill') && { none: t('style.noStroke') })}
            onChange={(stroke) => onChange({ stroke })}
          />
          {keys.has('opacity') && (
            <Opacity value={style.opacity} onChange={(opacity) => onChange({ opacity })} />
          )}
        </StyleButton>
      )}
      {keys.has('fill') && <FillControl style={style} keys={keys} kind={kind} onChange={onChange} />}
      {keys.has('ink') && (
        <StyleButton label={t('style.ink')} icon={<InkLetter colour={style.ink} />}>
          <Swatches
            label={t('style.ink')}
            value={style.ink}
            shade="ink"
            onChange={(ink) => ink !== 'none' && onChange({ ink })}
          />
          {keys.has('opacity') && (
            <Opacity value={style.opacity} onChange={(opacity) => onChange({ opacity })} />
          )}
        </StyleButton>
      )}
      {hasLine && <LineControl style={style} keys={keys} kind={kind} onChange={onChange} />}
      {hasText && <TextControl style={style} keys={keys} kind={kind} onChange={onChange} />}
    </>
  )
}

/** A question of style: its present answer in the bar, the choices in a panel over it. */
export function StyleButton({
  label,
  icon,
  children,
}: {
  label: string
  icon: ReactNode
  children: ReactNode
}) {
  return (
    <Popover
      label={label}
      side="top"
      className="flex w-[252px] flex-col gap-3 pointer-coarse:w-[336px]"
      trigger={
        <BarButton label={label} side="top">
          {icon}
        </BarButton>
      }
    >
      {children}
    </Popover>
  )
}

function InkLetter({ colour }: { colour: Colour | undefined }) {
  const { theme } = useTheme()
  return (
    <span aria-hidden className="flex flex-col items-center gap-0.5">
      <span className="text-[13px] leading-[14px] font-semibold">A</span>
      <span
        className="h-1 w-4 rounded-full"
        style={{ background: inkColour(colour ?? 'ink', 'ink', theme), opacity: colour ? 1 : 0.4 }}
      />
    </span>
  )
}

function FillControl({ style, keys, kind, onChange }: StyleControlsProps) {
  const t = useT('board')
  const isNote = kind === 'note'
  const shade = isNote ? 'note' : 'tint'
  return (
    <StyleButton
      label={t('style.fill')}
      icon={
        <span aria-hidden className="[&>span]:rounded-[5px]">
          <Swatch isSmall colour={style.fill} shade={shade} />
        </span>
      }
    >
      <Swatches
        label={t('style.fill')}
        value={style.fill}
        shade={shade}
        {...(isNote ? { inks: NOTE_COLOURS } : { none: t('style.noFill') })}
        onChange={(fill) => onChange({ fill })}
      />
      {keys.has('fillStyle') && (
        <Choice
          label={t('style.fillStyle')}
          value={style.fillStyle}
          options={[
            { value: 'solid', label: t('style.fillSolid') },
            { value: 'hatch', label: t('style.fillHatch') },
          ]}
          onChange={(fillStyle) => onChange({ fillStyle })}
        />
      )}
    </StyleButton>
  )
}

function LineControl({ style, keys, kind, onChange }: StyleControlsProps) {
  const t = useT('board')
  const widths = including(WIDTHS[kind], style.width)
  const sample = (width: number) => Math.min(MOST_SAMPLE_PX, (width * 2.5) / WIDTHS[kind][1]!)
  return (
    <StyleButton
      label={t('style.line')}
      icon={
        <LineSample
          width={sample(style.width ?? WIDTHS[kind][1]!)}
          {...(style.dash && { dash: style.dash })}
        />
      }
    >
      {keys.has('width') && (
        <Choice
          label={t('style.width')}
          value={style.width === undefined ? undefined : String(style.width)}
          options={widths.map((width) => ({
            value: String(width),
            label: t('style.widthValue', { width }),
            icon: <LineSample width={sample(width)} />,
          }))}
          onChange={(width) => onChange({ width: Number(width) })}
        />
      )}
      {keys.has('dash') && (
        <Choice
          label={t('style.dash')}
          value={style.dash}
          options={[
            { value: 'solid', label: t('style.dashSolid'), icon: <LineSample width={2} /> },
            { value: 'dashed', label: t('style.dashDashed'), icon: <LineSample width={2} dash="dashed" /> },
            { value: 'dotted', label: t('style.dashDotted'), icon: <LineSample width={2.5} dash="dotted" /> },
          ]}
          onChange={(dash) => onChange({ dash })}
        />
      )}
      {keys.has('roughness') && (
        <Choice
          label={t('style.roughness')}
          value={style.roughness === undefined ? undefined : nearestRoughness(style.roughness)}
          options={ROUGHNESSES.map((value) => ({
            value: String(value) as RoughnessName,
            label: t(ROUGHNESS_LABELS[value]),
            icon: <RoughSample roughness={value} />,
          }))}
          onChange={(value) => onChange({ roughness: Number(value) as Roughness })}
        />
      )}
      {keys.has('round') && (
        <Choice
          label={t('style.round')}
          value={style.round === undefined ? undefined : style.round ? 'on' : 'off'}
          options={[
            { value: 'off', label: t('style.roundOff') },
            { value: 'on', label: t('style.roundOn') },
          ]}
          onChange={(round) => onChange({ round: round === 'on' })}
        />
      )}
    </StyleButton>
  )
}

const FONT_LABELS = {
  hand: 'style.fontHand',
  plain: 'style.fontPlain',
  serif: 'style.fontSerif',
  mono: 'style.fontMono',
} as const satisfies Record<FontName, string>
const FONT_CLASSES: Readonly<Record<FontName, string>> = {
  hand: 'font-hand',
  plain: 'font-ui',
  serif: 'font-serif',
  mono: 'font-mono',
}

function TextControl({ style, keys, onChange }: StyleControlsProps) {
  const t = useT('board')
  return (
    <StyleButton label={t('style.text')} icon={<ALargeSmall aria-hidden strokeWidth={1.75} />}>
      {keys.has('font') && (
        <Choice
          label={t('style.font')}
          value={style.font}
          options={FONTS.map((font) => ({
            value: font,
            label: t(FONT_LABELS[font]),
            icon: <span className={`${FONT_CLASSES[font]} text-[17px]`}>Aa</span>,
          }))}
          onChange={(font) => onChange({ font })}
        />
      )}
      {keys.has('size') && (
        <Choice
          label={t('style.size')}
          value={style.size === undefined ? undefined : String(style.size)}
          options={including(SIZES, style.size).map((size) => ({
            value: String(size),
            label: t('style.sizeValue', { size }),
            icon: <span className="tabular-nums">{Math.round(size)}</span>,
          }))}
          onChange={(size) => onChange({ size: Number(size) })}
        />
      )}
      {keys.has('align') && (
        <Choice
          label={t('style.align')}
          value={style.align}
          options={[
            { value: 'left', label: t('style.alignLeft'), icon: <TextAlignStart aria-hidden /> },
            { value: 'center', label: t('style.alignCenter'), icon: <TextAlignCenter aria-hidden /> },
            { value: 'right', label: t('style.alignRight'), icon: <TextAlignEnd aria-hidden /> },
          ]}
          onChange={(align) => onChange({ align })}
        />
      )}
      {keys.has('valign') && (
        <Choice
          label={t('style.valign')}
          value={style.valign}
          options={[
            { value: 'top', label: t('style.valignTop'), icon: <AlignVerticalJustifyStart aria-hidden /> },
            {
              value: 'middle',
              label: t('style.valignMiddle'),
              icon: <AlignVerticalJustifyCenter aria-hidden />,
            },
            {
              value: 'bottom',
              label: t('style.valignBottom'),
              icon: <AlignVerticalJustifyEnd aria-hidden />,
            },
          ]}
          onChange={(valign) => onChange({ valign })}
        />
      )}
    </StyleButton>
  )
}
