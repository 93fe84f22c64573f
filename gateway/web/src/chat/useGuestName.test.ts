import { beforeEach, describe, expect, it } from 'vitest'
import { cleanName, useGuestName } from './useGuestName'

describe('cleanName', () => {
  it.each([
    ['  Ann  B ', 'Ann B'],
    ['a\nb\u0000c', 'a bc'],
    ['a\u202Eb', 'ab'],
    ['小明', '小明'],
    [' \t ', ''],
    ['x'.repeat(40), 'x'.repeat(32)],
  ])('%j becomes %j', (input, expected) => {
    expect(cleanName(input)).toBe(expected)
  })
})

describe('useGuestName', () => {
  beforeEach(() => { localStorage.clear() })

  it('makes a name up once and keeps it', () => {
    const first = useGuestName('Guest').name.value
    expect(first).toMatch(/^Guest \d{4}$/)
    expect(useGuestName('Guest').name.value).toBe(first)
  })

  it('remembers the chosen name', () => {
    const { name, choose } = useGuestName('Guest')
    expect(choose(' ')).toBe(false)
    expect(choose('Ann')).toBe(true)
    expect(choose('Ann')).toBe(false)
    expect(name.value).toBe('Ann')
    expect(useGuestName('Guest').name.value).toBe('Ann')
  })
})
