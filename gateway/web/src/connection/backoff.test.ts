import { describe, expect, it } from 'vitest'
import { Backoff } from './backoff'

describe('Backoff', () => {
  it('doubles up to its cap', () => {
    const backoff = new Backoff(500, 4_000, () => 1)
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([500, 1_000, 2_000, 4_000, 4_000])
  })

  it('draws from the upper half', () => {
    expect(new Backoff(1_000, 8_000, () => 0).next()).toBe(500)
    expect(new Backoff(1_000, 8_000, () => 0.5).next()).toBe(750)
  })

  it('starts over after a success', () => {
    const backoff = new Backoff(500, 4_000, () => 1)
    backoff.next()
    backoff.next()
    backoff.reset()
    expect(backoff.attempts).toBe(0)
    expect(backoff.next()).toBe(500)
  })
})
