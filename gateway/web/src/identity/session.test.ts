import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ANN, BO, FakeAuth, GUEST, refusal } from './fakeAuth'
import type { Identity } from './identity'
import { inTurnOfThisTab } from './inTurn'
import { Session } from './session'
import { readNote, writeNote } from './sessionNote'
import { Backoff } from '../connection/backoff'
import { RequestError } from '../connection/problem'

const MINUTE = 60_000

describe('Session', () => {
  let api: FakeAuth
  let session: Session
  let seen: Identity[]
  const count = (call: string): number => api.calls.filter((entry) => entry === call).length
  const inMinutes = (minutes: number): number => Date.now() + minutes * MINUTE
  const anotherTab = (change: () => void): Promise<unknown> => {
    change()
    window.dispatchEvent(new StorageEvent('storage', { key: 'atrium.session' }))
    return vi.advanceTimersByTimeAsync(0)
  }
  const becomeVisible = (): Promise<unknown> => {
    document.dispatchEvent(new Event('visibilitychange'))
    return vi.advanceTimersByTimeAsync(0)
  }

  beforeEach(() => {
    vi.useFakeTimers()
    localStorage.clear()
    api = new FakeAuth()
    seen = []
    session = new Session({
      api,
      onIdentity: (identity) => seen.push(identity),
      inTurn: inTurnOfThisTab(),
      backoff: new Backoff(1_000, 8_000, () => 1),
      random: () => 0,
    })
  })
  afterEach(() => {
    session.stop()
    localStorage.clear()
    vi.useRealTimers()
  })

  describe('at the start', () => {
    it('is nobody where there never was a session, and asks for none', async () => {
      await session.start()
      expect(session.identity).toEqual({ kind: 'nobody' })
      await vi.advanceTimersByTimeAsync(60 * MINUTE)
      expect(api.calls).toEqual(['me'])
    })

    it('is whoever the cookie says', async () => {
      api.who = api.session = ANN
      writeNote({ id: ANN.id, until: inMinutes(4) })
      await session.start()
      expect(seen).toEqual([ANN])
      expect(count('refresh')).toBe(0)
    })

    it('goes on with a session whose access token ended while nobody was here', async () => {
      api.session = GUEST
      writeNote({ id: GUEST.id, until: inMinutes(-60) })
      await session.start()
      expect(seen).toEqual([GUEST])
      expect(readNote()).toEqual({ id: GUEST.id, until: inMinutes(5) })
    })

    it('forgets a session that is over', async () => {
      writeNote({ id: ANN.id, until: inMinutes(-60) })
      await session.start()
      expect(session.identity).toEqual({ kind: 'nobody' })
      expect(readNote()).toBeUndefined()
    })

    it('finds out when the token ends where it does not know', async () => {
      api.who = api.session = ANN
      await session.start()
      await vi.advanceTimersByTimeAsync(0)
      expect(count('refresh')).toBe(1)
      expect(readNote()?.until).toBe(inMinutes(5))
    })

    it('asks again where nobody answers', async () => {
      api.who = api.session = ANN
      api.failures.set('me', new RequestError())
      await session.start()
      expect(session.identity).toEqual({ kind: 'unknown' })
      await vi.advanceTimersByTimeAsync(1_000)
      expect(session.identity).toEqual(ANN)
    })
  })

  describe('signing in and out', () => {
    beforeEach(() => session.start())

    it('is the account, and nobody again', async () => {
      await session.signIn('ann', 'secret')
      expect(session.identity).toEqual(ANN)
      await session.signOut()
      expect(session.identity).toEqual({ kind: 'nobody' })
      expect(readNote()).toBeUndefined()
      await vi.advanceTimersByTimeAsync(60 * MINUTE)
      expect(count('refresh')).toBe(0)
    })

    it('stays nobody with wrong credentials', async () => {
      api.failures.set('signIn', refusal(401, 'wrong-credentials'))
      await expect(session.signIn('ann', 'guessed')).rejects.toThrow(RequestError)
      expect(session.identity).toEqual({ kind: 'nobody' })
    })

    it('stays signed in where signing out did not get through', async () => {
      await session.signIn('ann', 'secret')
      api.failures.set('signOut', new RequestError())
      await expect(session.signOut()).rejects.toThrow(RequestError)
      expect(session.identity).toEqual(ANN)
    })

    it('keeps no secret where a script could read it', async () => {
      await session.signIn('ann', 'secret')
      expect(Object.keys(localStorage)).toEqual(['atrium.session'])
      expect(localStorage.getItem('atrium.session')).toBe(`${inMinutes(5)} a1`)
    })
  })

  describe('the access token', () => {
    beforeEach(async () => {
      await session.start()
      await session.signIn('ann', 'secret')
    })

    it('is renewed before it ends, again and again', async () => {
      await vi.advanceTimersByTimeAsync(4 * MINUTE - 1)
      expect(count('refresh')).toBe(0)
      await vi.advanceTimersByTimeAsync(1)
      expect(count('refresh')).toBe(1)
      await vi.advanceTimersByTimeAsync(8 * MINUTE)
      expect(count('refresh')).toBe(3)
      expect(seen).toEqual([{ kind: 'nobody' }, ANN])
    })

    it('brings the roles that the account has by now', async () => {
      const promoted = { ...ANN, role: 'moderator' } as const
      api.session = promoted
      await vi.advanceTimersByTimeAsync(4 * MINUTE)
      expect(session.identity).toEqual(promoted)
    })

    it('is asked for again soon where no answer came', async () => {
      api.failures.set('refresh', new RequestError())
      await vi.advanceTimersByTimeAsync(4 * MINUTE)
      expect(session.identity).toEqual(ANN)
      await vi.advanceTimersByTimeAsync(1_000)
      expect(count('refresh')).toBe(2)
    })

    it('ends with the session', async () => {
      api.session = undefined
      await vi.advanceTimersByTimeAsync(4 * MINUTE)
      expect(session.identity).toEqual({ kind: 'nobody' })
      await vi.advanceTimersByTimeAsync(60 * MINUTE)
      expect(count('refresh')).toBe(1)
    })

    it('is renewed at once by a machine that has slept', async () => {
      const slept = Date.now() + 60 * MINUTE
      vi.setSystemTime(slept)
      await becomeVisible()
      expect(count('refresh')).toBe(1)
    })
  })

  describe('with other tabs', () => {
    beforeEach(async () => {
      await session.start()
      await session.signIn('ann', 'secret')
    })

    it('does not renew what another has renewed', async () => {
      await vi.advanceTimersByTimeAsync(3 * MINUTE)
      await anotherTab(() => { writeNote({ id: ANN.id, until: inMinutes(5) }) })
      await vi.advanceTimersByTimeAsync(3 * MINUTE)
      expect(count('refresh')).toBe(0)
      await vi.advanceTimersByTimeAsync(MINUTE)
      expect(count('refresh')).toBe(1)
    })

    it('looks once more when its turn comes', async () => {
      await vi.advanceTimersByTimeAsync(3 * MINUTE)
      writeNote({ id: ANN.id, until: inMinutes(5) })
      await vi.advanceTimersByTimeAsync(MINUTE)
      expect(count('refresh')).toBe(0)
    })

    it('is nobody when one has signed out', async () => {
      await anotherTab(() => {
        api.who = { kind: 'nobody' }
        localStorage.removeItem('atrium.session')
      })
      expect(session.identity).toEqual({ kind: 'nobody' })
      expect(count('refresh')).toBe(0)
    })

    it('hears of it late where the browser had put the page away', async () => {
      api.who = { kind: 'nobody' }
      localStorage.clear()
      await becomeVisible()
      expect(session.identity).toEqual({ kind: 'nobody' })
    })

    it('is somebody else when one has signed in as such', async () => {
      await anotherTab(() => {
        api.who = api.session = BO
        writeNote({ id: BO.id, until: inMinutes(5) })
      })
      expect(session.identity).toEqual(BO)
    })
  })

  describe('a request', () => {
    const answers = (...given: (Error | string)[]) => vi.fn(() => {
      const next = given.shift() ?? 'late'
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
    })
    const unauthenticated = refusal(401, 'unauthenticated')

    it('is made again once with a new token', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      await vi.advanceTimersByTimeAsync(2 * MINUTE)
      const request = answers(unauthenticated, 'welcome')
      expect(await session.ask(request)).toBe('welcome')
      expect(count('refresh')).toBe(1)
    })

    it('shares the renewal with others', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      await vi.advanceTimersByTimeAsync(2 * MINUTE)
      await Promise.all([session.ask(answers(unauthenticated, 'a')), session.ask(answers(unauthenticated, 'b'))])
      expect(count('refresh')).toBe(1)
    })

    it('is not made again for ever', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      await vi.advanceTimersByTimeAsync(2 * MINUTE)
      const request = answers(unauthenticated, unauthenticated, 'never')
      await expect(session.ask(request)).rejects.toBe(unauthenticated)
      await expect(session.ask(answers(unauthenticated))).rejects.toBe(unauthenticated)
      expect(count('refresh')).toBe(1)
    })

    it.each([
      ['nobody is signed in', unauthenticated],
      ['it is forbidden', refusal(403, 'room-private')],
      ['a password was wrong', refusal(401, 'wrong-credentials')],
    ])('is refused as it is where %s', async (_case, error) => {
      await session.start()
      await expect(session.ask(answers(error))).rejects.toBe(error)
      expect(count('refresh')).toBe(0)
    })

    it('is refused, and nobody signed in, where the session is over', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      await vi.advanceTimersByTimeAsync(2 * MINUTE)
      api.session = undefined
      await expect(session.ask(answers(unauthenticated))).rejects.toBe(unauthenticated)
      expect(session.identity).toEqual({ kind: 'nobody' })
    })

    it('has no answer where the renewal has none', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      await vi.advanceTimersByTimeAsync(2 * MINUTE)
      api.failures.set('refresh', refusal(503, 'not-saved'))
      await expect(session.ask(answers(unauthenticated))).rejects.toMatchObject({ problem: undefined })
      expect(session.identity).toEqual(ANN)
    })
  })

  describe('ready', () => {
    it('makes nobody wait who never signed in here', () => {
      void session.start()
      expect(session.ready()).toBeUndefined()
    })

    it('waits for the first answer where there was a session, but not for ever', async () => {
      writeNote({ id: ANN.id, until: inMinutes(3) })
      api.me = () => new Promise(() => undefined)
      void session.start()
      let waited = false
      void session.ready()?.then(() => { waited = true })
      await vi.advanceTimersByTimeAsync(2_999)
      expect(waited).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(waited).toBe(true)
    })

    it('waits for the renewal of a token that has ended', async () => {
      await session.start()
      await session.signIn('ann', 'secret')
      expect(session.ready()).toBeUndefined()
      vi.setSystemTime(Date.now() + 60 * MINUTE)
      await session.ready()
      expect(count('refresh')).toBe(1)
    })
  })
})
