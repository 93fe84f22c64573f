import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope, type ShallowRef } from 'vue'
import type { Admission } from './admission'
import { useEntry, type Entry } from './useEntry'
import { ANN, GUEST, refusal } from '../identity/fakeAuth'
import type { Identity } from '../identity/identity'

describe('useEntry', () => {
  let scope: EffectScope
  let identity: ShallowRef<Identity>
  let answers: ((admission: Admission) => void)[]
  const ask = vi.fn((_room: string) => new Promise<Admission>((resolve) => answers.push(resolve)))
  const enter = (accept?: () => Promise<void>): Entry =>
    scope.run(() => useEntry({ room: 'lab', identity, accept, ask })) as Entry
  const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })
  const answer = async (admission: Admission): Promise<void> => {
    answers.splice(0).forEach((resolve) => { resolve(admission) })
    await settle()
  }
  const becomes = async (next: Identity): Promise<void> => {
    identity.value = next
    await nextTick()
  }
  const closed = async (): Promise<Entry> => {
    const entry = enter()
    void entry.admitted()
    await answer('private')
    return entry
  }

  beforeEach(() => {
    scope = effectScope()
    identity = shallowRef<Identity>({ kind: 'nobody' })
    answers = []
    ask.mockClear()
  })
  afterEach(() => { scope.stop() })

  it('shows the room until something in it was refused', async () => {
    const entry = enter()
    expect(entry.state.value).toBe('open')
    const admitted = entry.admitted()
    await answer('private')
    expect(await admitted).toBe(false)
    expect(entry.state.value).toBe('private')
  })

  it('asks once for all that were refused', async () => {
    const entry = enter()
    const both = [entry.admitted(), entry.admitted()]
    expect(ask).toHaveBeenCalledOnce()
    await answer('open')
    expect(await Promise.all(both)).toEqual([true, true])
    void entry.admitted()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('takes a chat that does not answer for no refusal', async () => {
    const entry = enter()
    const admitted = entry.admitted()
    await answer('unknown')
    expect(await admitted).toBe(true)
    expect(entry.state.value).toBe('open')
  })

  it('does not ask again by itself', async () => {
    vi.useFakeTimers()
    const entry = enter()
    void entry.admitted()
    answers.splice(0).forEach((resolve) => { resolve('private') })
    await vi.advanceTimersByTimeAsync(600_000)
    vi.useRealTimers()
    expect(entry.state.value).toBe('private')
    expect(ask).toHaveBeenCalledOnce()
  })

  it.each([['open', 'open'], ['unknown', 'open'], ['private', 'private']] as const)('after somebody has signed in and the chat says %s: %s', async (admission, state) => {
    const entry = await closed()
    await becomes(ANN)
    expect(entry.state.value).toBe('private')
    await answer(admission)
    expect(entry.state.value).toBe(state)
  })

  it('opens for a guest who was let into it', async () => {
    identity.value = { ...GUEST, rooms: [] }
    const entry = await closed()
    await becomes(GUEST)
    await answer('open')
    expect(entry.state.value).toBe('open')
  })

  it('closes when somebody signs out', async () => {
    identity.value = ANN
    const entry = enter()
    await becomes({ kind: 'nobody' })
    await answer('private')
    expect(entry.state.value).toBe('private')
  })

  it('does not ask because the page has learnt who it is', async () => {
    identity.value = { kind: 'unknown' }
    enter()
    await becomes(ANN)
    expect(ask).not.toHaveBeenCalled()
  })

  it('hears nothing of an answer to who sat here before', async () => {
    const entry = await closed()
    await becomes(ANN)
    const [first] = answers.splice(0)
    await becomes({ kind: 'nobody' })
    first?.('open')
    await settle()
    expect(entry.state.value).toBe('private')
  })

  it('opens with the invitation that it was opened with', async () => {
    const accept = vi.fn(() => Promise.resolve())
    const entry = enter(accept)
    expect(entry.state.value).toBe('inviting')
    await settle()
    expect(accept).toHaveBeenCalledOnce()
    expect(entry.state.value).toBe('open')
    expect(entry.fault.value).toBeUndefined()
  })

  it('keeps why the invitation did not help, for the door of the room', async () => {
    const entry = enter(() => Promise.reject(refusal(410, 'invite-ended')))
    await settle()
    expect(entry.state.value).toBe('open')
    void entry.admitted()
    await answer('private')
    expect(entry.state.value).toBe('private')
    expect(entry.fault.value?.key).toBe('fault.inviteEnded')
  })
})
