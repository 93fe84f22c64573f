import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ANN, FakeAuth, refusal } from './fakeAuth'
import { acceptInvite, inviteLink, parseInvite, takeInvite } from './invitation'
import { inTurnOfThisTab } from './inTurn'
import { Session } from './session'

const CODE = `${'0f'.repeat(16)}.${'aZ9_-'.repeat(8)}abc`

describe('an invitation’s link', () => {
  it('is read back', () => {
    const link = inviteLink('https://a.example', '直播 1', CODE)
    expect(link).toBe(`https://a.example/rooms/%E7%9B%B4%E6%92%AD%201?invite=${CODE}`)
    expect(parseInvite(` ${link}\n`)).toBe(CODE)
    expect(parseInvite(CODE)).toBe(CODE)
  })

  it.each(['', 'lab', `${CODE}x`, 'https://a.example/rooms/lab', 'https://a.example/rooms/lab?invite=x', 'javascript:alert(1)'])('is not %j', (text) => {
    expect(parseInvite(text)).toBeUndefined()
  })

  it('leaves the address bar at once, alone', () => {
    const replaceState = vi.fn()
    expect(takeInvite({ href: `http://h/rooms/lab?a=1&invite=${CODE}#top` }, { replaceState })).toBe(CODE)
    expect(replaceState).toHaveBeenCalledExactlyOnceWith(null, '', '/rooms/lab?a=1#top')
  })

  it('is not looked for where there is none', () => {
    const replaceState = vi.fn()
    expect(takeInvite({ href: 'http://h/rooms/lab?a=1' }, { replaceState })).toBeUndefined()
    expect(replaceState).not.toHaveBeenCalled()
  })
})

describe('acceptInvite', () => {
  let api: FakeAuth
  let session: Session
  const accept = (room = 'lab'): Promise<string> => acceptInvite(session, room, CODE, 'Mira')
  const used = (): string[] => api.calls.filter((call) => call.startsWith('guest'))

  beforeEach(async () => {
    localStorage.clear()
    api = new FakeAuth()
    session = new Session({ api, onIdentity: () => undefined, inTurn: inTurnOfThisTab() })
    await session.look()
    return () => {
      session.stop()
      localStorage.clear()
    }
  })

  it('lets a guest in under the name that it has', async () => {
    expect(await accept()).toBe('lab')
    expect(used()).toEqual([`guest Mira ${CODE}`])
    expect(session.identity).toMatchObject({ kind: 'guest', name: 'Mira', rooms: ['lab'] })
  })

  it('is not used up by whoever needs none', async () => {
    await accept()
    expect(await accept()).toBe('lab')
    await session.signIn('ann', 'secret')
    expect(await accept('other')).toBe('other')
    expect(used()).toHaveLength(1)
  })

  it('tells which other room it opened', async () => {
    await accept()
    api.room = 'den'
    expect(await accept('elsewhere')).toBe('den')
  })

  it('goes in where this tab had not heard of an account', async () => {
    api.who = api.session = ANN
    api.failures.set('guest', refusal(400, 'bad-request'))
    expect(await accept()).toBe('lab')
    expect(session.identity).toEqual(ANN)
  })

  it.each([[400, 'bad-request'], [410, 'invite-ended']])('says %i %s', async (status, code) => {
    api.failures.set('guest', refusal(status, code))
    await expect(accept()).rejects.toMatchObject({ problem: { code } })
    expect(session.identity).toEqual({ kind: 'nobody' })
  })
})
