'use client'

import { useEffect, useState } from 'react'
import { useT } from '../../ui/i18n'

const LEAST_PERCENT = 5
const STEP_PERCENT = 5

/** Opacity as a slider. The drawing takes it when the slider is let go: one undo step for one gesture. */
export function Opacity({
  value,
  onChange,
}: {
  value: number | undefined
  onChange: (value: number) => void
}) {
  const t = useT('board')
  const percent = Math.round((value ?? 1) * 100)
  const [shown, setShown] = useState(percent)
  useEffect(() => setShown(percent), [percent])
  const keep = () => shown !== percent && onChange(shown / 100)
  return (
    <label className="block">
      <span className="flex justify-between text-caption font-medium text-muted">
        {t('style.opacity')}
        <span className="tabular-nums">{t('style.opacityValue', { percent: shown })}</span>
      </span>
      <input
        type="range"
        min={LEAST_PERCENT}
        max={100}
        step={STEP_PERCENT}
        value={shown}
        onChange={(event) => setShown(Number(event.target.value))}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
        className="mt-1 h-6 w-full accent-(--accent) pointer-coarse:h-11"
      />
    </label>
  )
}
