import { parsePerson, type Identity, type Known } from './identity'
import { request, RequestError } from '../connection/problem'

/** Somebody was let in. The tokens are in cookies that no script can read. */
export interface LetIn {
  identity: Known
  /** How long the access token holds, in seconds. */
  expiresIn: number
}

/** An invitation that was just made; `code` is told this once. */
export interface Invitation {
  code: string
  room: string
  expires: string
}

/** The gateway's sign-in, see docs/protocols/identity.md. Every method throws a `RequestError`. */
export interface AuthApi {
  me: () => Promise<Identity>
  signIn: (name: string, password: string) => Promise<LetIn>
  enterAsGuest: (name: string, invite: string) => Promise<LetIn>
  refresh: () => Promise<LetIn>
  signOut: () => Promise<void>
  changePassword: (old: string, next: string) => Promise<void>
  invite: (room: string) => Promise<Invitation>
}

/** Passwords are hashed slowly on purpose, and others may be in front. */
const PATIENCE = 15_000

export const authApi: AuthApi = {
  me: async () => parsePerson(await ask('GET', '/auth/me')),
  signIn: async (name, password) => letIn(await ask('POST', '/auth/sign-in', { name, password })),
  enterAsGuest: async (name, invite) => letIn(await ask('POST', '/auth/guest', { name, invite })),
  refresh: async () => letIn(await ask('POST', '/auth/refresh')),
  signOut: async () => { await ask('POST', '/auth/sign-out') },
  changePassword: async (old, next) => { await ask('PUT', '/auth/me/password', { old, new: next }) },
  invite: async (room) => invitation(await ask('POST', '/auth/invites', { room })),
}

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  try {
    const response = await request(path, {
      method,
      headers: { Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
      // a page that is left in between must not lose the cookies that come with the answer
      keepalive: true,
    })
    return response.status === 204 ? undefined : await response.json()
  } catch (error) {
    throw error instanceof RequestError ? error : new RequestError()
  }
}

function letIn(answer: unknown): LetIn {
  const { account, expiresIn } = fieldsOf(answer)
  const identity = parsePerson(account)
  if (identity.kind !== 'account' && identity.kind !== 'guest') throw new RequestError()
  return { identity, expiresIn: typeof expiresIn === 'number' ? expiresIn : 0 }
}

function invitation(answer: unknown): Invitation {
  const { invite, room, expires } = fieldsOf(answer)
  if (typeof invite !== 'string') throw new RequestError()
  return { code: invite, room: String(room), expires: String(expires) }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {}
}
