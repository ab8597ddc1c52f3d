'use client'

import { createInstance, type i18n, type TFunction } from 'i18next'
import { useRouter } from 'next/navigation'
import { createContext, use, useCallback, useMemo, type ReactNode } from 'react'
import type boardMessages from '../../messages/en/board.json'
import type commonMessages from '../../messages/en/common.json'
import type homeMessages from '../../messages/en/home.json'
import type importMessages from '../../messages/en/import.json'
import { LANGUAGE_COOKIE, rememberChoice, type Language } from './preferences'

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
  readonly instance: i18n
}
const I18nContext = createContext<I18n | null>(null)

function load(language: Language, messages: Messages): i18n {
  const instance = createInstance()
  void instance.init({
    lng: language,
    resources: { [language]: messages },
    initAsync: false,
    // Keys are flat and React escapes: dots, colons and quotes in texts mean themselves.
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  return instance
}

/** Makes messages available to `useT` below it; a provider inside another adds its namespaces to the outer one's. */
export function I18nProvider({
  language,
  messages,
  children,
}: {
  language: Language
  messages: Messages
  children: ReactNode
}) {
  const outer = use(I18nContext)?.messages
  const value = useMemo(() => {
    const all = { ...outer, ...messages }
    return { language, messages: all, instance: load(language, all) }
  }, [language, messages, outer])
  return <I18nContext value={value}>{children}</I18nContext>
}

function useI18n(): I18n {
  const value = use(I18nContext)
  if (!value) throw new Error('useT and useLanguage need an I18nProvider above them')
  return value
}

/** The text function of one namespace in the current language. */
export function useT<N extends Namespace>(namespace: N): Translate<N> {
  const { instance, language } = useI18n()
  return useMemo(() => {
    const t: TFunction = instance.getFixedT(language, namespace)
    return (key, values) => t(key as string, values ?? {})
  }, [instance, language, namespace])
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
