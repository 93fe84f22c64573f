import type { AuthApi, LetIn } from './authApi'
import type { Identity, Known } from './identity'
import { RequestError, type Problem } from '../connection/problem'

export const ANN: Known = { kind: 'account', id: 'a1', name: 'ann', role: 'member' }
export const BO: Known = { kind: 'account', id: 'b1', name: 'bo', role: 'admin' }
export const GUEST: Known = { kind: 'guest', id: 'g-1', name: 'Guest 1', rooms: ['lab'] }

export function refusal(status: number, code: string, more: Partial<Problem> = {}): RequestError {
  return new RequestError({ status, code, ...more })
}

/** The gateway's side of signing in, for tests. What is not told otherwise goes well. */
export class FakeAuth implements AuthApi {
  readonly calls: string[] = []
  /** Who the access cookie says it is. */
  who: Identity = { kind: 'nobody' }
  /** Whom the refresh cookie lets in again. */
  session: Known | undefined
  /** Thrown by the next call of a name, once. */
  readonly failures = new Map<string, Error>()
  lifetime = 300
  /** The room that an invitation opens. */
  room = 'lab'

  me = (): Promise<Identity> => this.answer('me', () => this.who)
  signIn = (name: string): Promise<LetIn> => this.answer('signIn', () => this.letIn({ ...ANN, name }))
  refresh = (): Promise<LetIn> => this.answer('refresh', () => {
    if (this.session === undefined) throw refusal(401, 'session-ended')
    return this.letIn(this.session)
  })
  enterAsGuest = (name: string, invite: string): Promise<LetIn> => this.answer(`guest ${name} ${invite}`, () =>
    this.letIn({ kind: 'guest', id: 'g-1', name, rooms: [...(this.who.kind === 'guest' ? this.who.rooms : []), this.room] }))
  signOut = (): Promise<void> => this.answer('signOut', () => {
    this.who = { kind: 'nobody' }
    this.session = undefined
  })
  changePassword = (old: string, next: string): Promise<void> => this.answer(`password ${old} ${next}`, () => undefined)
  invite = (room: string) => this.answer('invite', () => ({ code: 'code', room, expires: '2026-12-01T00:00:00Z' }))

  private async answer<T>(call: string, value: () => T): Promise<T> {
    this.calls.push(call)
    await Promise.resolve()
    const name = call.split(' ')[0] ?? ''
    const failure = this.failures.get(name)
    this.failures.delete(name)
    if (failure !== undefined) throw failure
    return value()
  }

  private letIn(identity: Known): LetIn {
    this.who = identity
    this.session = identity
    return { identity, expiresIn: this.lifetime }
  }
}
