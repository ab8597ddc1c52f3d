'use client'

import { useState } from 'react'
import type { Me } from '../../lib/protocol/api'
import { LIMITS } from '../../lib/protocol/session-limits'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useT } from '../ui/i18n'
import { Input } from '../ui/input'
import { renameMe } from './boards-api'
import { failureText } from './failure-text'

/** The name that others see. */
export default function NameDialog({
  name,
  onClose,
}: {
  name: string | null
  /** With who the visitor is now, or null when nothing changed. */
  onClose: (me: Me | null) => void
}) {
  const t = useT('home')
  const common = useT('common')
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)

  const save = async (form: FormData) => {
    const next = form.get('name')
    if (typeof next !== 'string' || next.trim() === '') return
    setSaving(true)
    const answer = await renameMe(next)
    setSaving(false)
    if (answer.ok) onClose(answer.value)
    else setFailure(failureText(t, answer.error))
  }
  return (
    <Dialog isOpen onClose={() => onClose(null)} title={t('myName')} description={t('myNameHint')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save(new FormData(event.currentTarget))
        }}
      >
        <Input
          name="name"
          aria-label={t('myName')}
          defaultValue={name ?? ''}
          maxLength={LIMITS.nameLength}
          autoComplete="nickname"
          required
          autoFocus
        />
        {failure !== null && (
          <p role="alert" className="text-control text-danger">
            {failure}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onClose(null)}>{common('cancel')}</Button>
          <Button kind="primary" type="submit" disabled={isSaving}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
