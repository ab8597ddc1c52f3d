import type { Language } from './preferences'

/** Text for a key; values replace `{{name}}`, and `count` chooses the plural form. */
export type Translator = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** Made when first needed and kept: one takes a millisecond, and every part of the interface has a translator. */
function once<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new Map<Language, T>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}
const pluralsOf = once((language) => new Intl.PluralRules(language))
const numbersOf = once((language) => new Intl.NumberFormat(language))

/**
 * The texts of one catalogue in one language. A key with plural forms is written once per form (`people_one`,
 * `people_other`) and asked for by its stem; a language without a form of its own for a number takes `other`.
 */
export function translator(language: Language, texts: Readonly<Record<string, string>>): Translator {
  return (key, values = {}) => {
    const { count } = values
    const text =
      typeof count === 'number'
        ? (texts[`${key}_${pluralsOf(language).select(count)}`] ?? texts[`${key}_other`] ?? texts[key])
        : texts[key]
    if (text === undefined) return key
    return text.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) => {
      const value = values[name] ?? placeholder
      return typeof value === 'number' ? numbersOf(language).format(value) : value
    })
  }
}
