'use client'

import { useState } from 'react'
import { useT } from '../ui/i18n'
import { Banner } from './banner'
import { useCanEdit, useConnection } from './board-context'
import type { SaveState } from './save-state'

/** Trouble that lasts, or that may lose work: the reason and what to do. */
export function TroubleBanner({ state }: { state: SaveState }) {
  const t = useT('board')
  const { label, explanation, count } = state
  const tone = state.tone === 'danger' ? 'danger' : 'warning'
  return <Banner tone={tone} title={t(label, { count })} text={t(explanation, { count })} />
}

/**
 * Where the browser keeps nothing on the device: told to whoever draws there, once, while all is still well. What is
 * then unsaved without a connection is told by the state itself.
 */
export function DeviceBanner({ isHidden }: { isHidden: boolean }) {
  const t = useT('board')
  const canEdit = useCanEdit()
  const isFailing = useConnection((state) => !state.keepsOnDevice)
  const hasChanged = useOnce(useConnection((state) => state.unsaved > 0))
  const [isRead, setRead] = useState(false)
  if (isHidden || !canEdit || !isFailing || !hasChanged || isRead) return null
  return (
    <Banner tone="warning" title={t('device.title')} text={t('device.text')} onClose={() => setRead(true)} />
  )
}

/** A board that is nearly full is told of while there is time to do something; one that is full, as long as it is. */
export function FullBanner({ isHidden }: { isHidden: boolean }) {
  const t = useT('board')
  const canEdit = useCanEdit()
  const percent = useConnection((state) => state.fill)
  const [isRead, setRead] = useState(false)
  if (isHidden || !canEdit || percent === null) return null
  if (percent >= 100) return <Banner tone="danger" title={t('full.title')} text={t('full.text')} />
  if (isRead) return null
  const title = t('full.nearlyTitle', { count: percent })
  return <Banner tone="warning" title={title} text={t('full.nearlyText')} onClose={() => setRead(true)} />
}

/** Whether it has been so since this is shown. */
function useOnce(isSo: boolean): boolean {
  const [wasSo, setWasSo] = useState(isSo)
  if (isSo && !wasSo) setWasSo(true)
  return wasSo || isSo
}
