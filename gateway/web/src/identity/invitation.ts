import type { Identity } from './identity'
import type { Session } from './session'
import { roomPath } from '../app/router'
import { RequestError } from '../connection/problem'

const PARAMETER = 'invite'
const CODE = /^[0-9a-f]{32}\.[\w-]{43}$/

export function inviteLink(origin: string, room: string, code: string): string {
  return `${origin}${roomPath(room)}?${new URLSearchParams({ [PARAMETER]: code }).toString()}`
}

/** Takes an invitation out of the address bar, so that it gets into no history, bookmark or picture of the screen. */
export function takeInvite(page: Pick<Location, 'href'> = location, past: Pick<History, 'replaceState'> = history): string | undefined {
  const url = new URL(page.href)
  const code = url.searchParams.get(PARAMETER)
  if (code === null) return undefined
  url.searchParams.delete(PARAMETER)
  past.replaceState(null, '', url.pathname + url.search + url.hash)
  return code
}

/** The code in what somebody pasted: a link, or the code alone. Undefined where there is none. */
export function parseInvite(text: string): string | undefined {
  const given = text.trim()
  const code = URL.canParse(given) ? new URL(given).searchParams.get(PARAMETER) ?? '' : given
  return CODE.test(code) ? code : undefined
}

/**
 * Goes in by an invitation, and tells which room it opened. Whoever is signed in, or was let into `room` before, needs
 * none: it stays good for somebody else.
 */
export async function acceptInvite(
  session: Pick<Session, 'identity' | 'ready' | 'enterAsGuest' | 'look'>,
  room: string,
  code: string,
  name: string,
): Promise<string> {
  await session.ready()
  const before = session.identity
  if (isIn(before, room)) return room
  try {
    await session.enterAsGuest(name, code)
  } catch (error) {
    if (!(error instanceof RequestError) || error.problem?.status !== 400) throw error
    // signed in already, which this tab had not heard of
    await session.look()
    if (!isIn(session.identity, room)) throw error
  }
  return opened(before, session.identity, room)
}

function isIn(identity: Identity, room: string): boolean {
  return identity.kind === 'account' || (identity.kind === 'guest' && identity.rooms.includes(room))
}

function opened(before: Identity, after: Identity, room: string): string {
  if (isIn(after, room) || after.kind !== 'guest') return room
  const known = before.kind === 'guest' ? before.rooms : []
  return after.rooms.find((candidate) => !known.includes(candidate)) ?? room
}
