import { describe, expect, it } from 'vitest'
import { continues, hueOf } from './grouping'
import type { TimelineEntry } from './timeline'

const entry = (changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  key: 'e:1', epoch: 'e', gapBefore: false, offset: 1, id: 'm', at: '2026-01-01T00:00:00Z', from: { id: 'a', name: 'Ann' }, kind: 'text', text: '', file: undefined, ...changes,
})

describe('continues', () => {
  it.each([
    ['the same person soon after', entry({ at: '2026-01-01T00:04:59Z' }), true],
    ['the same person later', entry({ at: '2026-01-01T00:05:00Z' }), false],
    ['another person', entry({ from: { id: 'b', name: 'Ann' } }), false],
    ['another name', entry({ from: { id: 'a', name: 'Bo' } }), false],
    ['after a gap', entry({ gapBefore: true }), false],
    ['an unreadable time', entry({ at: 'soon' }), false],
  ])('%s', (_case, next, expected) => {
    expect(continues(entry(), next)).toBe(expected)
  })

  it('is false for the first message', () => {
    expect(continues(undefined, entry())).toBe(false)
  })
})

it('hueOf gives a name one colour', () => {
  expect(hueOf('小明')).toBe(hueOf('小明'))
  expect(hueOf('Ann')).not.toBe(hueOf('Bo'))
  expect(hueOf('')).toBeLessThan(360)
})
