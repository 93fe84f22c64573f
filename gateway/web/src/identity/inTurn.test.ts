import { afterEach, describe, expect, it, vi } from 'vitest'
import { inTurnOfAllTabs, inTurnOfThisTab } from './inTurn'

describe('in turn', () => {
  afterEach(() => { vi.unstubAllGlobals() })

  it('lets nothing overtake, and goes on after a failure', async () => {
    const inTurn = inTurnOfThisTab()
    const order: string[] = []
    const task = (name: string) => async (): Promise<void> => {
      order.push(`${name} begins`)
      await Promise.resolve()
      order.push(`${name} ends`)
      if (name === 'bad') throw new Error(name)
    }
    const bad = inTurn(task('bad'))
    const good = inTurn(task('good'))
    await expect(bad).rejects.toThrow('bad')
    await good
    expect(order).toEqual(['bad begins', 'bad ends', 'good begins', 'good ends'])
  })

  const withLocks = (request: (task: () => Promise<unknown>) => Promise<unknown>): void => {
    vi.stubGlobal('navigator', { locks: { request: (_name: string, _options: object, task: () => Promise<unknown>) => request(task) } })
  }

  it('holds the lock of all tabs meanwhile', async () => {
    const held = vi.fn((task: () => Promise<unknown>) => task())
    withLocks(held)
    expect(await inTurnOfAllTabs()(() => Promise.resolve('done'))).toBe('done')
    expect(held).toHaveBeenCalledOnce()
  })

  it('does without the lock where a frozen tab keeps it', async () => {
    withLocks(() => Promise.reject(new DOMException('too late', 'TimeoutError')))
    expect(await inTurnOfAllTabs()(() => Promise.resolve('done'))).toBe('done')
  })

  it('runs once, also where it fails with the lock', async () => {
    withLocks((task) => task())
    const task = vi.fn(() => Promise.reject(new Error('refused')))
    await expect(inTurnOfAllTabs()(task)).rejects.toThrow('refused')
    expect(task).toHaveBeenCalledOnce()
  })
})
