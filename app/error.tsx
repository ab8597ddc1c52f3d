'use client'

import { Button } from '../components/ui/button'
import { useT } from '../components/ui/i18n'
import { MessagePage } from './message-page'

export default function ErrorPage({ reset }: { reset: () => void }) {
  const t = useT('common')
  return (
    <MessagePage
      title={t('errorTitle')}
      text={t('errorText')}
      home={t('home')}
      action={
        <Button kind="primary" onClick={reset}>
          {t('retry')}
        </Button>
      }
    />
  )
}
