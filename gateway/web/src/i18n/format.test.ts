import { describe, expect, it } from 'vitest'
import { formatMoment, formatNumber, formatSize } from './format'

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1024 * 1024 - 1, '1 MiB'],
    [100 * 1024 * 1024, '100 MiB'],
    [10 * 1024 ** 3, '10 GiB'],
    [-5, '0 B'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(formatSize(bytes, 'en')).toBe(expected)
  })
})

describe('formatMoment', () => {
  const now = new Date('2026-03-04T20:00:00Z')

  it('shows only the time for today', () => {
    expect(formatMoment('2026-03-04T09:05:00Z', 'zh-CN', now, 'UTC')).toBe('09:05')
    expect(formatMoment('2026-03-04T09:05:00Z', 'en', now, 'UTC')).toMatch(/^09:05.AM$/u)
  })

  it('adds the date of another day, in the language of the page', () => {
    expect(formatMoment('2026-03-03T09:05:00Z', 'zh-CN', now, 'UTC')).toBe('2026年3月3日 09:05')
    expect(formatMoment('2026-03-03T09:05:00Z', 'en', now, 'UTC')).toContain('Mar 3, 2026')
  })

  it('shows nothing for what is no time', () => {
    expect(formatMoment('soon', 'en', now)).toBe('')
  })
})

describe('formatNumber', () => {
  it('keeps the digits asked for', () => {
    expect(formatNumber(1.05, 'en', 1)).toMatch(/^1\.[01]$/)
    expect(formatNumber(2000, 'en')).toBe('2,000')
  })
})
