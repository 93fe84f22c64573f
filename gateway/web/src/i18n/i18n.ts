import { computed, ref, watchEffect, type ComputedRef, type Ref } from 'vue'
import { remember, remembered } from '../app/storage'
import { en } from './en'
import { zh } from './zh'

export type MessageKey = keyof typeof en
export type Messages = Record<MessageKey, string>
export type Locale = 'en' | 'zh-CN'
export type Parameters = Record<string, string | number>
export type Translate = (key: MessageKey, parameters?: Parameters) => string

export const catalogues: Record<Locale, Messages> = { en, 'zh-CN': zh }

/** The remembered choice, else the browser's first language that we speak, else English. */
export function detectLocale(stored: string | null, languages: readonly string[]): Locale {
  if (stored === 'en' || stored === 'zh-CN') return stored
  for (const language of languages) {
    const primary = language.toLowerCase().split('-')[0]
    if (primary === 'zh') return 'zh-CN'
    if (primary === 'en') return 'en'
  }
  return 'en'
}

/** Chooses the plural form by `n`, then fills the placeholders. */
export function translate(locale: Locale, key: MessageKey, parameters: Parameters = {}): string {
  const forms = catalogues[locale][key].split(' | ')
  const singular = new Intl.PluralRules(locale).select(Number(parameters['n'] ?? 0)) === 'one'
  const form = (singular ? forms[0] : forms.at(-1)) ?? key
  return form.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = parameters[name]
    if (value === undefined) return placeholder
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
  })
}

const locale = ref<Locale>(detectLocale(remembered('locale'), navigator.languages))

watchEffect(() => {
  document.documentElement.lang = locale.value
})

export interface I18n {
  locale: Readonly<Ref<Locale>>
  other: ComputedRef<Locale>
  t: Translate
  use: (next: Locale) => void
}

export function useI18n(): I18n {
  return {
    locale,
    other: computed(() => (locale.value === 'en' ? 'zh-CN' : 'en')),
    t: (key, parameters) => translate(locale.value, key, parameters),
    use: (next) => {
      locale.value = next
      remember('locale', next)
    },
  }
}
