import { Backoff } from '../connection/backoff'
import type { Engine, OpenEngine } from './engine'
import type { SourceEnd, Transport } from './source'
import type { StreamInfo, StreamLookup } from './streamApi'

export type PlaybackState =
  | { kind: 'checking' }
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'reconnecting' }
  | { kind: 'paused' }
  | { kind: 'absent' }
  | { kind: 'private' }
  | { kind: 'unreachable', reason: string }
  | { kind: 'offline' }
  | { kind: 'unsupported', detail: string }

export interface PlaybackOptions {
  video: HTMLVideoElement
  room: string
  lookUp: (room: string, signal: AbortSignal) => Promise<StreamLookup>
  /** Undefined where this browser has no way to play a live stream. */
  loadEngine: () => Promise<OpenEngine | undefined>
  onState: (state: PlaybackState) => void
  onInfo: (info: StreamInfo | undefined) => void
  onCodecs: (codecs: string) => void
  backoff?: Backoff
  online?: () => boolean
}

const ABSENT_POLL = 3_000
const LIVE_POLL = 10_000
/** The room's page knows better who may be here; this is for a service that has heard of it earlier or later. */
const PRIVATE_POLL = 10_000
/** A healthy stream sends something many times a second: after this the page says that it waits. */
const HICCUP = 3_000
/** After this the connection counts as lost. The server holds viewers for 10 s and then gives the reason itself. */
const SILENCE_LIMIT = 15_000
/** Bytes come but the picture stands: the decoder is stuck, a new start helps. */
const STALL_LIMIT = 6_000

/**
 * Keeps one room's stream playing: waits for it, connects, falls back from WebSocket to HTTP where
 * the former does not get through, and comes back after every loss. One timer, one engine at most.
 */
export class Playback {
  private engine: Engine | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setInterval> | undefined
  private inquiry: AbortController | undefined
  private transport: Transport = 'websocket'
  private state: PlaybackState = { kind: 'checking' }
  private wasLive = false
  /** Whether the present engine has shown a moving picture. */
  private moves = false
  private readonly backoff: Backoff

  constructor(private readonly options: PlaybackOptions) {
    this.backoff = options.backoff ?? new Backoff(500, 10_000)
  }

  get transportInUse(): Transport {
    return this.engine?.transport ?? this.transport
  }

  /** Bytes of the present connection. */
  get received(): number {
    return this.engine?.received() ?? 0
  }

  start(): void {
    this.enter(this.wasLive ? { kind: 'reconnecting' } : { kind: 'checking' })
    void this.check()
  }

  stop(): void {
    this.tearDown()
    this.state = { kind: 'checking' }
  }

  /** Gives the connection back while nobody watches. */
  suspend(): void {
    this.tearDown()
    this.enter({ kind: 'paused' })
  }

  /** From the button, or because the network is back. */
  retryNow(): void {
    this.tearDown()
    this.backoff.reset()
    this.start()
  }

  networkChanged(): void {
    if (this.isOnline()) {
      if (this.state.kind === 'offline') this.retryNow()
    } else if (this.engine === undefined && this.state.kind !== 'paused') {
      this.tearDown()
      this.enter({ kind: 'offline' })
    }
  }

  /** The picture moves. */
  playing(): void {
    if (this.engine === undefined) return
    this.backoff.reset()
    this.wasLive = true
    this.moves = true
    if (this.state.kind !== 'live') this.enter({ kind: 'live' })
  }

  private async check(): Promise<void> {
    const inquiry = this.inquire()
    const found = await this.options.lookUp(this.options.room, inquiry.signal).catch(() => undefined)
    if (this.inquiry !== inquiry || found === undefined) return
    if (found.kind === 'playable') {
      this.options.onInfo(found.info)
      await this.connect(inquiry)
    } else this.settle(found)
  }

  private settle(found: Exclude<StreamLookup, { kind: 'playable' }>): void {
    this.options.onInfo(undefined)
    if (!this.isOnline()) this.enter({ kind: 'offline' })
    else if (found.kind === 'absent') {
      this.wasLive = false
      this.backoff.reset()
      this.enter({ kind: 'absent' })
      this.after(ABSENT_POLL)
    } else if (found.kind === 'private') {
      this.enter({ kind: 'private' })
      this.after(PRIVATE_POLL)
    } else {
      this.enter({ kind: 'unreachable', reason: found.reason })
      this.after(this.backoff.next())
    }
  }

  private async connect(inquiry: AbortController): Promise<void> {
    if (!this.wasLive && this.state.kind !== 'unreachable') this.enter({ kind: 'connecting' })
    const open = await this.options.loadEngine().catch(() => undefined)
    if (this.inquiry !== inquiry) return
    if (open === undefined) {
      this.enter({ kind: 'unsupported', detail: '' })
      return
    }
    const engine = open(this.options.video, this.options.room, this.transport, {
      onEnd: (end) => { this.ended(engine, end) },
      onUnplayable: (detail) => {
        if (this.engine !== engine) return
        this.tearDown()
        this.enter({ kind: 'unsupported', detail })
      },
      onCodecs: this.options.onCodecs,
    })
    this.engine = engine
    this.watchOver(engine)
  }

  private ended(engine: Engine, end: SourceEnd): void {
    if (this.engine !== engine) return
    const gotThrough = engine.received() > 0
    this.tearDown()
    if (end.kind === 'unreachable') {
      this.enter({ kind: 'unreachable', reason: end.reason })
      this.after(this.backoff.next())
    } else if (!this.isOnline()) this.enter({ kind: 'offline' })
    else if (end.kind === 'lost' && !gotThrough) this.tryOtherTransport(engine.transport)
    else {
      if (this.wasLive) this.enter({ kind: 'reconnecting' })
      this.after(end.kind === 'lost' ? this.backoff.next() : 200)
    }
  }

  /** Some proxies let no WebSocket through. The second way is tried at once, a second failure waits. */
  private tryOtherTransport(failed: Transport): void {
    this.transport = failed === 'websocket' ? 'http' : 'websocket'
    if (this.wasLive) this.enter({ kind: 'reconnecting' })
    this.after(failed === 'websocket' ? 0 : this.backoff.next())
  }

  private watchOver(engine: Engine): void {
    const { video } = this.options
    const bytes = new Progress(() => engine.received())
    // a paused picture stands still on purpose
    const picture = new Progress(() => video.paused || !this.moves ? Date.now() : video.currentTime)
    let asked = Date.now()
    this.watch = setInterval(() => {
      const silence = bytes.still()
      if (silence > SILENCE_LIMIT || picture.still() > STALL_LIMIT + silence) this.ended(engine, { kind: 'lost' })
      else if (silence > HICCUP && this.state.kind === 'live') this.enter({ kind: 'reconnecting' })
      else if (silence === 0 && this.moves && this.state.kind === 'reconnecting') this.enter({ kind: 'live' })
      if (Date.now() - asked >= LIVE_POLL && !document.hidden) {
        asked = Date.now()
        void this.refresh()
      }
    }, 1_000)
  }

  /** Viewers and rate while it plays; a failed question changes nothing. */
  private async refresh(): Promise<void> {
    const inquiry = this.inquire()
    const found = await this.options.lookUp(this.options.room, inquiry.signal).catch(() => undefined)
    if (this.inquiry === inquiry && found?.kind === 'playable') this.options.onInfo(found.info)
  }

  private inquire(): AbortController {
    this.inquiry?.abort()
    return (this.inquiry = new AbortController())
  }

  private after(delay: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { void this.check() }, delay)
  }

  private enter(state: PlaybackState): void {
    this.state = state
    this.options.onState(state)
  }

  private tearDown(): void {
    clearTimeout(this.timer)
    clearInterval(this.watch)
    this.inquiry?.abort()
    this.inquiry = undefined
    this.moves = false
    const engine = this.engine
    this.engine = undefined
    engine?.destroy()
  }

  private isOnline(): boolean {
    return this.options.online?.() ?? navigator.onLine
  }
}

/** For how many milliseconds a figure has not changed. */
class Progress {
  private last: number
  private since = Date.now()

  constructor(private readonly read: () => number) {
    this.last = read()
  }

  still(): number {
    const value = this.read()
    if (value !== this.last) {
      this.last = value
      this.since = Date.now()
    }
    return Date.now() - this.since
  }
}
