import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { ANN, FakeAuth, refusal } from './fakeAuth'
import { inTurnOfThisTab } from './inTurn'
import { Session } from './session'
import { passwordFault, usePasswordForm, type PasswordForm } from './usePasswordForm'
import { useSignInForm, type SignInForm } from './useSignInForm'

let api: FakeAuth
let session: Session
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  api = new FakeAuth()
  session = new Session({ api, onIdentity: () => undefined, inTurn: inTurnOfThisTab() })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  session.stop()
  localStorage.clear()
  vi.useRealTimers()
})

describe('the sign-in form', () => {
  let form: SignInForm
  const fill = (name: string, password: string): Promise<boolean> => {
    form.name.value = name
    form.password.value = password
    return form.submit()
  }

  beforeEach(() => {
    form = scope.run(() => useSignInForm(session)) as SignInForm
  })

  it('signs in, space around the name or not', async () => {
    expect(await fill(' ann ', 'secret ')).toBe(true)
    expect(session.identity).toEqual(ANN)
    expect(form.fault.value).toBeUndefined()
  })

  it('asks nobody where something is missing', async () => {
    expect(await fill(' ', 'secret')).toBe(false)
    expect(await fill('ann', '')).toBe(false)
    expect(form.fault.value?.key).toBe('signIn.missing')
    expect(api.calls).toEqual([])
  })

  it('says that the credentials are wrong, and may be sent again', async () => {
    api.failures.set('signIn', refusal(401, 'wrong-credentials'))
    expect(await fill('ann', 'guessed')).toBe(false)
    expect(form.fault.value?.key).toBe('fault.credentials')
    expect(await fill('ann', 'secret')).toBe(true)
    expect(form.fault.value).toBeUndefined()
  })

  it('waits as long as the gateway wants', async () => {
    api.failures.set('signIn', refusal(429, 'too-many-attempts', { retryAfter: 30 }))
    await fill('ann', 'guessed')
    expect(form.fault.value).toMatchObject({ key: 'fault.attempts', parameters: { n: 30 } })
    expect(form.ready.value).toBe(false)
    expect(await form.submit()).toBe(false)
    expect(await fill('', '')).toBe(false)
    expect(form.fault.value?.key).toBe('fault.attempts')
    expect(api.calls).toEqual(['signIn'])
    vi.advanceTimersByTime(30_000)
    expect(form.fault.value).toBeUndefined()
    expect(await fill('ann', 'secret')).toBe(true)
  })

  it('is sent once by a double click', async () => {
    const first = fill('ann', 'secret')
    expect(form.busy.value).toBe(true)
    expect(await form.submit()).toBe(false)
    expect(await first).toBe(true)
    expect(api.calls).toEqual(['signIn'])
  })
})

describe('the password form', () => {
  let form: PasswordForm
  const fill = (old: string, next: string, again = next): Promise<boolean> => {
    form.old.value = old
    form.next.value = next
    form.again.value = again
    return form.submit()
  }

  beforeEach(async () => {
    form = scope.run(() => usePasswordForm(session, api)) as PasswordForm
    await session.signIn('ann', 'secret')
  })

  it('changes it', async () => {
    expect(await fill('former-one', 'correct-horse')).toBe(true)
    expect(api.calls.at(-1)).toBe('password former-one correct-horse')
  })

  it('says that the present one is wrong, and takes it for no end of the session', async () => {
    api.failures.set('password', refusal(401, 'wrong-credentials'))
    vi.advanceTimersByTime(120_000)
    expect(await fill('guessed', 'correct-horse')).toBe(false)
    expect(form.fault.value?.key).toBe('fault.credentials')
    expect(api.calls).not.toContain('refresh')
  })

  it('asks nobody where the new ones differ', async () => {
    expect(await fill('former-one', 'correct-horse', 'correct-house')).toBe(false)
    expect(form.fault.value?.key).toBe('password.differs')
  })

  it.each([
    ['too short', 'x'.repeat(9), 'password.length'],
    ['long enough', 'x'.repeat(10), undefined],
    ['ten characters, not code units', '𠮷'.repeat(9), 'password.length'],
    ['as long as it may be', '好'.repeat(128), undefined],
    ['too long', 'x'.repeat(129), 'password.length'],
  ])('%s', (_case, password, fault) => {
    expect(passwordFault(password, password)).toBe(fault)
  })
})
