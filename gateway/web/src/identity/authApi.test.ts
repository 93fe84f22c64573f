import { describe, expect, it, vi } from 'vitest'
import { authApi } from './authApi'
import { RequestError } from '../connection/problem'

const ANSWER = { accessToken: 'kept out of sight', expiresIn: 300, account: { id: 'a', name: 'ann', roles: ['member'], guest: false, rooms: [] } }

function gateway(response: () => Response) {
  const fetched = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(response()))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

describe('authApi', () => {
  it('signs in with a body of JSON, and does not hand the token on', async () => {
    const fetched = gateway(() => Response.json(ANSWER))
    expect(await authApi.signIn('ann', 'secret')).toEqual({ identity: { kind: 'account', id: 'a', name: 'ann', role: 'member' }, expiresIn: 300 })
    const [url, init] = fetched.mock.calls[0] ?? []
    expect(url).toBe('/auth/sign-in')
    expect(init).toMatchObject({ method: 'POST', body: '{"name":"ann","password":"secret"}' })
    expect(new Headers(init?.headers).get('Content-Type')).toBe('application/json')
  })

  it('renews so that a page which is left gets its cookies', async () => {
    const fetched = gateway(() => Response.json(ANSWER))
    await authApi.refresh()
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: null, keepalive: true })
  })

  it('changes the password by the names that the gateway has', async () => {
    const fetched = gateway(() => new Response(null, { status: 204 }))
    await authApi.changePassword('former one', 'next one')
    expect(fetched.mock.calls[0]).toMatchObject(['/auth/me/password', { method: 'PUT', body: '{"old":"former one","new":"next one"}' }])
  })

  it('tells how long to wait', async () => {
    gateway(() => new Response('{"code":"too-many-attempts"}', { status: 429, headers: { 'Retry-After': '30' } }))
    await expect(authApi.signIn('ann', 'x')).rejects.toMatchObject({ problem: { status: 429, code: 'too-many-attempts', retryAfter: 30 } })
  })

  it.each([
    ['nobody', () => Promise.reject(new TypeError('network'))],
    ['something that is no JSON', () => Promise.resolve(new Response('<html>'))],
    ['an answer without an account', () => Promise.resolve(Response.json({}))],
  ])('has no answer from %s', async (_case, answer) => {
    vi.stubGlobal('fetch', answer)
    const error: unknown = await authApi.refresh().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RequestError)
    expect((error as RequestError).problem).toBeUndefined()
  })
})
