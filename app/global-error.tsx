'use client'

import './globals.css'
import en from '../messages/en/common.json'
import fr from '../messages/fr/common.json'
import { Button } from '../components/ui/button'

/** Shown when the layout itself failed, so it stands alone: both catalogues, and the language the page had. */
export default function GlobalErrorPage({ reset }: { reset: () => void }) {
  const language = globalThis.document?.documentElement.lang === 'fr' ? 'fr' : 'en'
  const t = { en, fr }[language]
  return (
    <html lang={language}>
      <body>
        <title>{t.errorTitle}</title>
        <main className="mx-auto flex min-h-dvh max-w-[440px] flex-col items-start justify-center gap-3 px-6">
          <h1 className="text-title font-semibold">{t.errorTitle}</h1>
          <p className="text-body text-muted">{t.errorText}</p>
          <Button kind="primary" onClick={reset}>
            {t.retry}
          </Button>
        </main>
      </body>
    </html>
  )
}
