import { ref, type Ref } from 'vue'
import { request } from '../connection/problem'

/** The ways in that the gateway has; see docs/protocols/identity.md. */
export interface SignInWays {
  passwords: boolean
  /** Whether an OpenID Connect provider signs people in. */
  provider: boolean
}

/** What holds while the gateway does not say: a form that is answered with a word is better than none. */
const UNTOLD: SignInWays = { passwords: true, provider: false }
const PATIENCE = 5_000

/** Asks once, now. */
export function useSignInWays(): Ref<SignInWays> {
  const ways = ref(UNTOLD)
  void signInWays().then((told) => { ways.value = told })
  return ways
}

export async function signInWays(): Promise<SignInWays> {
  try {
    const response = await request('/auth/options', { signal: AbortSignal.timeout(PATIENCE) })
    const { passwords, oidc } = await response.json() as Record<string, unknown>
    return { passwords: passwords !== false, provider: oidc === true }
  } catch {
    return UNTOLD
  }
}

/** Where the provider is asked, to come back to `path` of this page. */
export function providerSignIn(path: string): string {
  return `/auth/oidc/sign-in?to=${encodeURIComponent(path)}`
}

/** Whether the provider sent somebody back who did not get in; takes that out of the address bar. */
export function cameBackRefused(location: Location, history: History): boolean {
  const parameters = new URLSearchParams(location.search)
  if (parameters.get('sign-in') !== 'failed') return false
  parameters.delete('sign-in')
  const rest = parameters.toString()
  history.replaceState(history.state, '', location.pathname + (rest && `?${rest}`) + location.hash)
  return true
}
