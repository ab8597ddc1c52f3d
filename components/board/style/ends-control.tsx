'use client'

import { Spline } from 'lucide-react'
import { ARROW_HEADS, type ArrowHead, type Edit, type ShapeRecord } from '../../../lib/board/shape'
import { definitionOf } from '../../../lib/shapes'
import { useT } from '../../ui/i18n'
import { useBoard } from '../board-context'
import { Choice } from './choice'
import { HeadSample } from './line-icons'
import { StyleButton } from './style-controls'

/** What all of them have, or nothing. */
function shared<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined
}

const headsOf = (record: ShapeRecord) => ({
  start: 'none' as ArrowHead,
  end: 'none' as ArrowHead,
  ...definitionOf(record.type).defaults.data.heads,
  ...record.data.heads,
})
const curveOf = (record: ShapeRecord) =>
  record.data.curve ?? definitionOf(record.type).defaults.data.curve ?? 'straight'

/** The heads and the course of the selected arrows and lines. */
export function EndsControl({ records }: { records: readonly ShapeRecord[] }) {
  const t = useT('board')
  const { engine } = useBoard()
  const change = (dataOf: (record: ShapeRecord) => Readonly<Record<string, unknown>>) => {
    const edits: Edit[] = records.map((record) => ({
      do: 'patch',
      id: record.id,
      patch: { data: dataOf(record) },
    }))
    engine.apply(edits)
  }
  const choose = (at: 'start' | 'end', label: string) => (
    <Choice<ArrowHead>
      label={label}
      value={shared(records.map((record) => headsOf(record)[at]))}
      options={ARROW_HEADS.map((head) => ({
        value: head,
        label: t(`head.${head}`),
        icon: <HeadSample head={head} at={at} />,
      }))}
      onChange={(head) => change((record) => ({ heads: { ...headsOf(record), [at]: head } }))}
    />
  )
  return (
    <StyleButton label={t('style.ends')} icon={<Spline aria-hidden strokeWidth={1.75} />}>
      {choose('start', t('style.startHead'))}
      {choose('end', t('style.endHead'))}
      <Choice
        label={t('style.curve')}
        value={shared(records.map(curveOf))}
        options={[
          { value: 'straight', label: t('style.curveStraight') },
          { value: 'smooth', label: t('style.curveSmooth') },
        ]}
        onChange={(curve) => change(() => ({ curve }))}
      />
    </StyleButton>
  )
}
