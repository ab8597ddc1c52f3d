'use client'

import { useRouter } from 'next/navigation'
import { createContext, use, useCallback, useMemo, type ReactNode } from 'react'
import type boardMessages from '../../messages/en/board.json'
import type commonMessages from '../../messages/en/common.json'
import type homeMessages from '../../messages/en/home.json'
import type importMessages from '../../messages/en/import.json'
import { LANGUAGE_COOKIE, rememberChoice, type Language } from './preferences'
import { translator } from './translate'

interface Catalogues {
  common: typeof commonMessages
  home: typeof homeMessages
  board: typeof boardMessages
  /** Why something in a file is not on the board as it was, by the reason's code; loaded with a report. */
  import: typeof importMessages
}
export type Namespace = keyof Catalogues
/** Plural forms (`people_one`, `people_other`) are asked for by their stem, with `count`. */
type Stem<K> = K extends `${infer S}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? S : K
export type MessageKey<N extends Namespace> = Stem<Extract<keyof Catalogues[N], string>>
export type Messages = { readonly [N in Namespace]?: Readonly<Record<string, string>> }
/** Text for a key of one namespace; values replace `{{name}}`, and `count` chooses the plural form. */
export type Translate<N extends Namespace> = (
  key: MessageKey<N>,
  values?: Readonly<Record<string, string | number>>,
) => string

interface I18n {
  readonly language: Language
  readonly messages: Messages
}
const I18nContext = createContext<I18n | null>(null)

/** Makes messages available to `useT` below it; a provider inside another adds its namespaces to the outer one's. */
export function I18nProvider({ language, messages, children }: I18n & { children: ReactNode }) {
  const outer = use(I18nContext)?.messages
  const value = useMemo(
    () => ({ language, messages: { ...outer, ...messages } }),
    [language, messages, outer],
  )
  return <I18nContext value={value}>{children}</I18nContext>
}

function useI18n(): I18n {
  const value = use(I18nContext)
  if (!value) throw new Error('useT and useLanguage need an I18nProvider above them')
  return value
}

/** The text function of one namespace in the current language. */
export function useT<N extends Namespace>(namespace: N): Translate<N> {
  const { language, messages } = useI18n()
  const texts = messages[namespace]
  return useMemo(() => translator(language, texts ?? {}), [language, texts])
}

/** The current language, and how to change it: remembered in a cookie, applied when the server renders again. */
export function useLanguage(): readonly [Language, (language: Language) => void] {
  const { language } = useI18n()
  const router = useRouter()
  const choose = useCallback(
    (next: Language) => {
      rememberChoice(LANGUAGE_COOKIE, next)
      router.refresh()
    },
    [router],
  )
  return [language, choose]
}
