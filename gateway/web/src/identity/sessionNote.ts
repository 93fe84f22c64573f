import { forget, remember, remembered } from '../app/storage'

/**
 * What the tabs of a browser tell each other: whose session it is, and until when its access token holds. Also tells a
 * page that is opened later that there is a session to go on with. No secret: whoever can read it learns nothing that
 * opens anything.
 */
export interface SessionNote {
  id: string
  /** In milliseconds since 1970. */
  until: number
}

const KEY = 'session'

export function readNote(): SessionNote | undefined {
  const [until, id] = (remembered(KEY) ?? '').split(' ')
  return id === undefined || id === '' || Number.isNaN(Number(until)) ? undefined : { id, until: Number(until) }
}

export function writeNote({ id, until }: SessionNote): void {
  remember(KEY, `${until} ${id}`)
}

export function removeNote(): void {
  forget(KEY)
}

/** Calls back when another tab has written or removed it. */
export function onNote(changed: () => void, signal: AbortSignal): void {
  window.addEventListener('storage', (event) => {
    // no key: everything was removed
    if (event.key === null || event.key === `atrium.${KEY}`) changed()
  }, { signal })
}
