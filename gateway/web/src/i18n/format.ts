import type { Locale } from './i18n'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size in the binary units that the server's limits are stated in. */
export function formatSize(bytes: number, locale: Locale): string {
  let value = Math.max(0, bytes)
  let unit = 0
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${UNITS[unit] ?? ''}`
}

export function formatNumber(value: number, locale: Locale, digits = 0): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

/** The time of day, with the date in front when it was not today. An unreadable time shows as nothing. */
export function formatMoment(at: string, locale: Locale, now: Date, timeZone?: string): string {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return ''
  const zone = timeZone === undefined ? {} : { timeZone }
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'short', ...zone })
  if (day.format(moment) === day.format(now)) {
    return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...zone }).format(moment)
  }
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone }).format(moment)
}
