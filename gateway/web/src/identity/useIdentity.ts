import { shallowRef, type ShallowRef } from 'vue'
import { authApi } from './authApi'
import type { Identity } from './identity'
import { Session } from './session'
import { getJson as getJsonOnce } from '../connection/problem'

const identity = shallowRef<Identity>({ kind: 'unknown' })

/** This page's session; `main.ts` starts it. */
export const session = new Session({
  api: authApi,
  onIdentity: (next) => { identity.value = next },
})

/** Who sits here; only the session changes it. */
export function useIdentity(): Readonly<ShallowRef<Identity>> {
  return identity
}

/** GET of a JSON document as whoever is signed in. */
export function getJson(url: string, signal?: AbortSignal): Promise<unknown> {
  return session.ask(() => getJsonOnce(url, signal))
}
