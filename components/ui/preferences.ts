/** Choices a person makes for this browser: cookies, so that the first response already honours them. */

export const LANGUAGES = ['en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]
/** What a language calls itself: the same in every catalogue. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' }
export const LANGUAGE_COOKIE = 'ardoise-language'

export const THEMES = ['paper', 'slate'] as const
export type Theme = (typeof THEMES)[number]
export const THEME_COOKIE = 'ardoise-theme'

/** The longest a browser keeps a cookie. */
const MAX_AGE_S = 400 * 24 * 60 * 60

export const isLanguage = (value: unknown): value is Language => LANGUAGES.some((known) => known === value)
export const isTheme = (value: unknown): value is Theme => THEMES.some((known) => known === value)

/** The language to answer in: the person's choice, else the first of the browser's that we speak, else English. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(cookie)) return cookie
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';')
      const quality = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean)
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wanted.map(({ language }) => language).find(isLanguage) ?? 'en'
}

/** Keep a choice in a cookie of this browser; `null` forgets it. */
export function rememberChoice(cookie: string, value: string | null): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${cookie}=${value ?? ''}; Path=/; Max-Age=${value === null ? 0 : MAX_AGE_S}; SameSite=Lax${secure}`
}
