import '@fontsource-variable/inter/index.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { I18nProvider } from '../components/ui/i18n'
import { CATALOGUES } from './messages'
import { readPreferences } from './preferences'

export async function generateMetadata(): Promise<Metadata> {
  const { common } = CATALOGUES[(await readPreferences()).language]
  return {
    title: { default: common.appName, template: `%s · ${common.appName}` },
    description: common.tagline,
    robots: { index: false, follow: false }, // addresses of boards are capabilities
    referrer: 'no-referrer',
  }
}

export async function generateViewport(): Promise<Viewport> {
  const { theme } = await readPreferences()
  const [paper, slate] = ['#fbfaf6', '#20292b'] // the canvas of globals.css, for the browser's own bars
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    themeColor:
      theme === null
        ? [
            { media: '(prefers-color-scheme: light)', color: paper },
            { media: '(prefers-color-scheme: dark)', color: slate },
          ]
        : theme === 'slate'
          ? slate
          : paper,
  }
}

export default async function Layout({ children }: { children: ReactNode }) {
  await connection() // the nonce of the content policy is per response
  const { language, theme } = await readPreferences()
  return (
    // The theme can be pinned before React wakes up, and the choice in the document is the one to keep.
    <html lang={language} data-theme={theme ?? undefined} suppressHydrationWarning>
      <body>
        <I18nProvider language={language} messages={{ common: CATALOGUES[language].common }}>
          {children}
        </I18nProvider>
      </body>
    </html>
  )
}
