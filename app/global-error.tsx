'use client'

import './globals.css'
import en from '../messages/en/failure.json'
import fr from '../messages/fr/failure.json'

/** Shown when the layout itself failed, so it stands alone: no provider above it, and a catalogue of its own. */
const TEXTS = { en, fr }

export default function GlobalErrorPage() {
  const language = globalThis.document?.documentElement.lang === 'fr' ? 'fr' : 'en'
  const { title, text, reload } = TEXTS[language]
  return (
    <html lang={language}>
      <body>
        <title>{title}</title>
        <main className="mx-auto flex min-h-dvh max-w-[440px] flex-col items-start justify-center gap-3 px-6">
          <h1 className="text-title font-semibold">{title}</h1>
          <p className="text-body text-muted">{text}</p>
          <button
            type="button"
            onClick={() => location.reload()}
            className="h-9 rounded-control bg-accent px-3.5 text-control font-medium text-on-accent pointer-coarse:h-11"
          >
            {reload}
          </button>
        </main>
      </body>
    </html>
  )
}
