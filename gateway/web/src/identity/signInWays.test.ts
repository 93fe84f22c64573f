import { describe, expect, it, vi } from 'vitest'
import { cameBackRefused, providerSignIn, signInWays } from './signInWays'

function gateway(response: () => Response) {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(response())))
}

describe('signInWays', () => {
  it.each([
    [{ passwords: true, oidc: false }, { passwords: true, provider: false }],
    [{ passwords: false, oidc: true }, { passwords: false, provider: true }],
    [{}, { passwords: true, provider: false }],
  ])('reads %o', async (told, ways) => {
    gateway(() => Response.json(told))
    expect(await signInWays()).toEqual(ways)
  })

  it('takes passwords for granted where nothing is told', async () => {
    gateway(() => new Response('gone', { status: 503 }))
    expect(await signInWays()).toEqual({ passwords: true, provider: false })
  })

  it('comes back to the page that was left', () => {
    expect(providerSignIn('/rooms/a b?x=1&y')).toBe('/auth/oidc/sign-in?to=%2Frooms%2Fa%20b%3Fx%3D1%26y')
  })

  it('sees once that the provider did not let somebody in', () => {
    const replaceState = vi.fn()
    const history = { state: null, replaceState } as unknown as History
    const at = (search: string) => ({ pathname: '/', search, hash: '' }) as Location
    expect(cameBackRefused(at('?sign-in=failed&theme=dark'), history)).toBe(true)
    expect(replaceState).toHaveBeenCalledWith(null, '', '/?theme=dark')
    expect(cameBackRefused(at('?theme=dark'), history)).toBe(false)
    expect(replaceState).toHaveBeenCalledTimes(1)
  })
})
