import { cookies, headers } from 'next/headers'
import {
  chooseLanguage,
  isTheme,
  LANGUAGE_COOKIE,
  THEME_COOKIE,
  type Language,
  type Theme,
} from '../components/ui/preferences'

/** The language and the pinned theme of the person who asks for a page. */
export async function readPreferences(): Promise<{ language: Language; theme: Theme | null }> {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const theme = jar.get(THEME_COOKIE)?.value
  return {
    language: chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, sent.get('accept-language')),
    theme: isTheme(theme) ? theme : null,
  }
}
