import { Backoff } from '../connection/backoff'
import { CLOSE_KICKED, CLOSE_ROOM_FULL, CLOSE_SLOW_CONSUMER, parseFrame, SUBPROTOCOL, type ClientFrame, type ServerFrame } from './protocol'
import type { Position } from './timeline'

export type ChatState = 'connecting' | 'online' | 'reconnecting' | 'full' | 'offline' | 'refused' | 'kicked' | 'private'

/** What this page uses of a WebSocket; a test hands in its own. */
export type ChatSocket = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onclose' | 'onmessage'>

export interface ChatConnectionOptions {
  url: () => string
  /** Asked at each reconnect: where to continue. */
  position: () => Position | undefined
  onState: (state: ChatState, reason: string) => void
  onFrame: (frame: ServerFrame) => void
  /** What to wait for before connecting, if anything. */
  ready?: () => Promise<unknown> | undefined
  /** Asked where a connection could not even be opened, which tells a page nothing of the reason: false ends it. */
  admitted?: () => Promise<boolean>
  open?: (url: string, protocol: string) => ChatSocket
  backoff?: Backoff
  online?: () => boolean
}

const PING_EVERY = 20_000
const SILENCE_LIMIT = 45_000
const CONNECT_LIMIT = 10_000
/** A full room is asked again at a pace of its own: hammering it would not empty it. */
const FULL_RETRY = 10_000
/** Policy violation (RFC 6455 section 7.4.1): coming back at once would meet the same answer. */
const CLOSE_POLICY = 1008

/** One room's socket: connects, keeps alive, reconnects and asks to resume. States in, frames out. */
export class ChatConnection {
  private socket: ChatSocket | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private heartbeat: ReturnType<typeof setInterval> | undefined
  private lastHeard = 0
  private welcomed = false
  private opened = false
  /** Changes with every connection and its end, so that a late answer is known. */
  private turn = 0
  private readonly backoff: Backoff
  private waiting = false
  private readonly onlineChanged = (): void => { this.networkChanged() }
  private readonly visibilityChanged = (): void => { if (!document.hidden) this.becameVisible() }

  constructor(private readonly options: ChatConnectionOptions) {
    this.backoff = options.backoff ?? new Backoff()
  }

  start(): void {
    window.addEventListener('online', this.onlineChanged)
    window.addEventListener('offline', this.onlineChanged)
    document.addEventListener('visibilitychange', this.visibilityChanged)
    this.connect()
  }

  stop(): void {
    window.removeEventListener('online', this.onlineChanged)
    window.removeEventListener('offline', this.onlineChanged)
    document.removeEventListener('visibilitychange', this.visibilityChanged)
    this.drop()
  }

  /** Connects anew at once: with another name, or because somebody pressed the button. */
  restart(): void {
    this.backoff.reset()
    this.drop()
    this.connect()
  }

  /** False where there is no connection to send on. */
  send(frame: ClientFrame): boolean {
    if (this.socket === undefined || !this.welcomed) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  private connect(): void {
    this.waiting = false
    if (!this.isOnline()) {
      this.options.onState('offline', '')
      return
    }
    const position = this.options.position()
    this.options.onState(position === undefined ? 'connecting' : 'reconnecting', '')
    const ready = this.options.ready?.()
    if (ready === undefined) this.open(position)
    else void this.openAfter(ready, position)
  }

  private async openAfter(ready: Promise<unknown>, position: Position | undefined): Promise<void> {
    const { turn } = this
    await ready
    if (turn === this.turn) this.open(position)
  }

  private open(position: Position | undefined): void {
    this.turn += 1
    this.opened = false
    const open = this.options.open ?? ((url, protocol) => new WebSocket(url, protocol))
    const socket = (this.socket = open(this.options.url(), SUBPROTOCOL))
    this.timer = setTimeout(() => { this.closed(socket, 1006, '') }, CONNECT_LIMIT)
    socket.onopen = () => {
      if (this.socket === socket) this.opened = true
      if (position !== undefined) socket.send(JSON.stringify({ type: 'resume', ...position } satisfies ClientFrame))
    }
    socket.onmessage = (event) => {
      if (this.socket === socket && typeof event.data === 'string') this.received(socket, event.data)
    }
    socket.onclose = (event) => { this.closed(socket, event.code, event.reason) }
  }

  private received(socket: ChatSocket, data: string): void {
    this.lastHeard = Date.now()
    const frame = parseFrame(data)
    if (frame === undefined) return
    if (frame.type === 'welcome' && !this.welcomed) this.becomeOnline(socket)
    this.options.onFrame(frame)
  }

  private becomeOnline(socket: ChatSocket): void {
    clearTimeout(this.timer)
    this.welcomed = true
    this.backoff.reset()
    this.heartbeat = setInterval(() => {
      if (Date.now() - this.lastHeard > SILENCE_LIMIT) this.closed(socket, 1006, '')
      else this.send({ type: 'ping' })
    }, PING_EVERY)
    this.options.onState('online', '')
  }

  private closed(socket: ChatSocket, code: number, reason: string): void {
    if (this.socket !== socket) return
    const opened = this.opened
    this.drop()
    if (!this.isOnline()) this.options.onState('offline', '')
    else if (code === CLOSE_ROOM_FULL) this.retry('full', reason, FULL_RETRY)
    else if (code === CLOSE_POLICY) this.options.onState('refused', reason)
    else if (code === CLOSE_KICKED) this.options.onState('kicked', reason)
    else if (code === CLOSE_SLOW_CONSUMER) this.retry('reconnecting', reason, 100)
    else if (opened || this.options.admitted === undefined) this.retry('reconnecting', reason, this.backoff.next())
    else void this.inquire(this.options.admitted)
  }

  private async inquire(admitted: () => Promise<boolean>): Promise<void> {
    const { turn } = this
    const mayEnter = await admitted()
    if (turn !== this.turn) return
    if (mayEnter) this.retry('reconnecting', '', this.backoff.next())
    else this.options.onState('private', '')
  }

  private retry(state: ChatState, reason: string, delay: number): void {
    this.options.onState(state, reason)
    this.waiting = state === 'reconnecting'
    this.timer = setTimeout(() => { this.connect() }, delay)
  }

  /** A background tab's timers sleep, and so may the whole machine: look at once instead of at the next tick. */
  private becameVisible(): void {
    if (this.waiting) this.restart()
    else if (this.socket !== undefined && this.welcomed && Date.now() - this.lastHeard > SILENCE_LIMIT) this.closed(this.socket, 1006, '')
  }

  private networkChanged(): void {
    if (this.isOnline()) this.restart()
    else if (this.socket === undefined || !this.welcomed) {
      this.drop()
      this.options.onState('offline', '')
    }
    // A socket that still stands may outlive the browser's opinion; its silence will tell.
  }

  private drop(): void {
    clearTimeout(this.timer)
    clearInterval(this.heartbeat)
    this.turn += 1
    this.waiting = false
    const socket = this.socket
    this.socket = undefined
    this.welcomed = false
    socket?.close()
  }

  private isOnline(): boolean {
    return this.options.online?.() ?? navigator.onLine
  }
}
