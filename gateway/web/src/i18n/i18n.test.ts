import { describe, expect, it } from 'vitest'
import { en } from './en'
import { catalogues, detectLocale, translate, type Locale, type MessageKey } from './i18n'

const keys = Object.keys(en) as MessageKey[]
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each(Object.keys(catalogues) as Locale[])('the catalogue %s', (locale) => {
  it('has exactly the keys of English', () => {
    expect(Object.keys(catalogues[locale]).sort()).toEqual([...keys].sort())
  })

  it.each(keys)('has the placeholders of %s', (key) => {
    expect(placeholders(catalogues[locale][key])).toEqual(placeholders(en[key]))
    expect(catalogues[locale][key].trim()).not.toBe('')
  })
})

describe('translate', () => {
  it('chooses the plural form and formats the number', () => {
    expect(translate('en', 'room.viewers', { n: 1 })).toBe('1 viewer')
    expect(translate('en', 'room.viewers', { n: 1234 })).toBe('1,234 viewers')
    expect(translate('zh-CN', 'room.viewers', { n: 1 })).toBe('1 人在看')
  })

  it('leaves the text of others alone', () => {
    expect(translate('en', 'files.error', { reason: '{n} | <b>' })).toBe('Failed: {n} | <b>')
  })
})

describe('detectLocale', () => {
  it.each([
    [null, ['zh-TW', 'en'], 'zh-CN'],
    [null, ['de-DE', 'zh-CN'], 'zh-CN'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, ['fr'], 'en'],
    ['en', ['zh-CN'], 'en'],
    ['xx', ['zh-CN'], 'zh-CN'],
  ])('stored %s, browser %j: %s', (stored, languages, expected) => {
    expect(detectLocale(stored, languages)).toBe(expected)
  })
})
