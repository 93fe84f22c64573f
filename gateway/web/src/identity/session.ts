import type { AuthApi, LetIn } from './authApi'
import { isKnown, personOf, type Identity } from './identity'
import { inTurnOfAllTabs, type InTurn } from './inTurn'
import { onNote, readNote, removeNote, writeNote } from './sessionNote'
import { Backoff } from '../connection/backoff'
import { RequestError } from '../connection/problem'

export interface SessionOptions {
  api: Pick<AuthApi, 'me' | 'signIn' | 'enterAsGuest' | 'refresh' | 'signOut'>
  /** Called when it is somebody else, or somebody with other rights. */
  onIdentity: (identity: Identity) => void
  inTurn?: InTurn
  backoff?: Backoff
  random?: () => number
}

/** What came of asking for the next access token. */
type Renewal = 'renewed' | 'ended' | 'unanswered'

/** How long before its end the access token is renewed, in milliseconds, if it holds that long. */
const AHEAD = 60_000
/** Tabs that were told of the same end at the same moment ask within this, and the first one asks for all. */
const SPREAD = 20_000
/** A token that was refused so soon after it was renewed is not refused for its age. */
const YOUNG = 30_000
/** No token holds longer; a clock that was set back may say so. */
const LONGEST = 3_600_000
/** A connection waits so long to know who it is. */
const WAIT = 3_000

/**
 * Who is signed in here. The tokens are in cookies that this page can't read; it knows when the access token ends, and
 * renews it before, as long as somebody is signed in. Follows what other tabs do.
 */
export class Session {
  private current: Identity = { kind: 'unknown' }
  private until = 0
  private renewedAt = -Infinity
  /** Counts who was let in, so that an answer that was overtaken is known. */
  private turn = 0
  private renewal: Promise<Renewal> | undefined
  private beginning: Promise<void> | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly controller = new AbortController()
  private readonly backoff: Backoff
  private readonly inTurn: InTurn

  constructor(private readonly options: SessionOptions) {
    this.backoff = options.backoff ?? new Backoff(1_000, 60_000)
    this.inTurn = options.inTurn ?? inTurnOfAllTabs()
  }

  get identity(): Identity {
    return this.current
  }

  /** Asks who it is. Resolved with the first answer, or without one. */
  start(): Promise<void> {
    const { signal } = this.controller
    onNote(() => { this.anotherTabChanged() }, signal)
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.wake() }, { signal })
    window.addEventListener('online', () => { this.wake() }, { signal })
    return (this.beginning ??= this.look())
  }

  stop(): void {
    this.controller.abort()
    clearTimeout(this.timer)
    this.turn += 1
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.inTurn(async () => { this.letIn(await this.options.api.signIn(name, password)) })
  }

  /** Without an account. A guest who is one already stays the same, so the token must be good. */
  async enterAsGuest(name: string, invite: string): Promise<void> {
    await this.ready()
    await this.inTurn(async () => { this.letIn(await this.options.api.enterAsGuest(name, invite)) })
  }

  async signOut(): Promise<void> {
    await this.inTurn(async () => {
      await this.options.api.signOut()
      this.leave()
    })
  }

  /** Asks who it is by now. */
  async look(): Promise<void> {
    const { turn } = this
    let found: Identity
    try {
      found = await this.options.api.me()
    } catch (error) {
      if (turn === this.turn) this.unanswered(error)
      return
    }
    if (turn !== this.turn) return
    this.backoff.reset()
    if (isKnown(found)) this.adopt(found, this.endFor(found.id))
    else if (readNote() === undefined) this.leave()
    else await this.renew()
  }

  /** What a connection that should know who it is has to wait for, a while at most; nothing in most cases. */
  ready(): Promise<unknown> | undefined {
    if (this.current.kind === 'unknown') return readNote() === undefined ? undefined : atMost(WAIT, this.beginning)
    return isKnown(this.current) && Date.now() >= this.until ? atMost(WAIT, this.renew()) : undefined
  }

  /** Makes a request as whoever is signed in; where its token has ended, the token is renewed and it is made again, once. */
  async ask<T>(request: () => Promise<T>): Promise<T> {
    const { turn } = this
    try {
      return await request()
    } catch (error) {
      if (!isUnauthenticated(error)) throw error
      if (this.turn === turn) await this.renewOrThrow(error)
      return await request()
    }
  }

  private async renewOrThrow(error: Error): Promise<void> {
    const hasSession = isKnown(this.current) || (this.current.kind === 'unknown' && readNote() !== undefined)
    if (!hasSession || Date.now() - this.renewedAt < YOUNG) throw error
    const outcome = await this.renew()
    if (outcome === 'ended') throw error
    if (outcome === 'unanswered') throw new RequestError()
  }

  private renew(): Promise<Renewal> {
    return (this.renewal ??= this.inTurn(() => this.refresh()).finally(() => { this.renewal = undefined }))
  }

  private async refresh(): Promise<Renewal> {
    if (this.anotherTabWasFaster()) return 'renewed'
    const { turn } = this
    try {
      const answer = await this.options.api.refresh()
      if (turn === this.turn) this.letIn(answer)
      return 'renewed'
    } catch (error) {
      if (turn !== this.turn) return 'unanswered'
      if (isUnauthenticated(error)) {
        this.leave()
        return 'ended'
      }
      this.after(this.backoff.next(), () => this.renew())
      return 'unanswered'
    }
  }

  private anotherTabWasFaster(): boolean {
    const note = readNote()
    if (!isKnown(this.current) || note?.id !== this.current.id || note.until <= Math.max(this.until, Date.now())) return false
    this.until = note.until
    this.schedule()
    return true
  }

  private anotherTabChanged(): void {
    const note = readNote()
    if (isKnown(this.current) && note?.id === this.current.id) {
      this.until = note.until
      this.schedule()
    } else void this.look()
  }

  private letIn({ identity, expiresIn }: LetIn): void {
    this.turn += 1
    this.renewedAt = Date.now()
    this.backoff.reset()
    const until = Date.now() + Math.max(expiresIn, 10) * 1_000
    writeNote({ id: identity.id, until })
    this.adopt(identity, until)
  }

  private adopt(identity: Identity, until: number): void {
    this.until = until
    this.become(identity)
    this.schedule()
  }

  /** When the access token of this person ends; 0 if that is not known. */
  private endFor(id: string): number {
    const note = readNote()
    if (note?.id === id) return note.until
    return personOf(this.current) === id ? this.until : 0
  }

  private leave(): void {
    this.turn += 1
    clearTimeout(this.timer)
    if (readNote() !== undefined) removeNote()
    this.become({ kind: 'nobody' })
  }

  /** Without an answer nobody is signed out. */
  private unanswered(error: unknown): void {
    const status = error instanceof RequestError ? error.problem?.status ?? 0 : 0
    if (status >= 400 && status < 500 && status !== 429) this.leave()
    else this.after(this.backoff.next(), () => this.look())
  }

  private become(identity: Identity): void {
    const changed = JSON.stringify(identity) !== JSON.stringify(this.current)
    this.current = identity
    if (changed) this.options.onIdentity(identity)
  }

  private schedule(): void {
    const left = Math.min(LONGEST, Math.max(0, this.until - Date.now()))
    const spread = (this.options.random ?? Math.random)() * Math.min(SPREAD, left / 10)
    this.after(left - Math.min(AHEAD, left / 3) - spread, () => this.renew())
  }

  /** Timers sleep with the machine, and a page that the browser had put away has not heard what other tabs said. */
  private wake(): void {
    if (this.current.kind === 'unknown' || personOf(this.current) !== (readNote()?.id ?? '')) void this.look()
    else if (isKnown(this.current) && Date.now() > this.until - AHEAD / 2) void this.renew()
  }

  private after(delay: number, task: () => Promise<unknown>): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { void task() }, delay)
  }
}

/** No token, or one that counts no more; a password that was wrong is something else. */
function isUnauthenticated(error: unknown): error is RequestError {
  return error instanceof RequestError && error.problem?.status === 401 && error.problem.code !== 'wrong-credentials'
}

function atMost(limit: number, task: Promise<unknown> = Promise.resolve()): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const enough = new Promise<void>((resolve) => { timer = setTimeout(resolve, limit) })
  return Promise.race([task.catch(() => undefined), enough]).finally(() => { clearTimeout(timer) })
}
