import type { ChatMessage, Welcome } from './protocol'

export interface Position {
  epoch: string
  offset: number
}

export interface TimelineEntry extends ChatMessage {
  /** Unique across epochs; the key of the row. */
  key: string
  epoch: string
  /** Whether messages before this one may have been lost. */
  gapBefore: boolean
}

/**
 * The messages of a room in order, each once, however often a reconnect brings it.
 *
 * Within an epoch the offset orders. A welcome's history may reach past what a resume is still
 * about to replay, so the highest offset alone can't tell a double: every offset is looked up, and
 * a late one is put in its place. A new epoch starts behind the old one's messages.
 */
export class Timeline {
  private list: TimelineEntry[] = []
  private keys = new Set<string>()
  private ids = new Set<string>()
  private epoch: string | undefined
  private highest = 0
  /** The entry that is marked because of the present connection's first welcome. */
  private recoverable: TimelineEntry | undefined
  /** Everything up to here was trimmed away and stays away. */
  private floor = -1

  constructor(private readonly limit = 500) {}

  get entries(): readonly TimelineEntry[] {
    return this.list
  }

  /**
   * Where a resume continues; undefined before the first welcome. Asked at each connect: what is
   * missing by now stays missing, only what this connection misses can still be recovered.
   */
  resumePoint(): Position | undefined {
    this.recoverable = undefined
    return this.epoch === undefined ? undefined : { epoch: this.epoch, offset: this.highest }
  }

  welcome(welcome: Welcome): void {
    const reconnected = this.epoch !== undefined
    const sameEpoch = this.epoch === welcome.epoch
    const before = this.highest
    if (!sameEpoch) this.startEpoch(welcome.epoch)
    for (const message of welcome.history) this.accept(message)
    for (const id of welcome.deleted) this.remove(id)
    if (reconnected && !welcome.recovered && !(sameEpoch && covers(welcome, before))) {
      this.markGap(sameEpoch ? before : -1)
    }
    if (welcome.recovered && this.recoverable !== undefined) this.recoverable.gapBefore = false
    this.highest = Math.max(this.highest, welcome.offset)
  }

  /** Puts a message in its place; false for one that is there already. */
  accept(message: ChatMessage): boolean {
    const epoch = this.epoch ?? ''
    const key = `${epoch}:${message.offset}`
    if (message.offset <= this.floor || this.keys.has(key)) return false
    if (message.id !== '' && this.ids.has(message.id)) return false
    this.insert({ ...message, key, epoch, gapBefore: false })
    this.highest = Math.max(this.highest, message.offset)
    this.trim()
    return true
  }

  has(message: ChatMessage): boolean {
    return this.keys.has(`${this.epoch ?? ''}:${message.offset}`)
  }

  remove(id: string): void {
    this.list = this.list.filter((entry) => entry.id !== id)
  }

  private startEpoch(epoch: string): void {
    this.epoch = epoch
    this.highest = 0
    this.floor = -1
  }

  private insert(entry: TimelineEntry): void {
    let at = this.list.length
    while (at > 0 && this.isAfter(this.list[at - 1], entry)) at -= 1
    const next = this.list[at]
    // A replay that lands right before a presumed gap closes it.
    if (next?.gapBefore === true) next.gapBefore = false
    this.list.splice(at, 0, entry)
    this.keys.add(entry.key)
    if (entry.id !== '') this.ids.add(entry.id)
  }

  private isAfter(other: TimelineEntry | undefined, entry: TimelineEntry): boolean {
    return other !== undefined && other.epoch === entry.epoch && other.offset > entry.offset
  }

  private trim(): void {
    const excess = this.list.length - this.limit
    if (excess <= 0) return
    for (const entry of this.list.splice(0, excess)) {
      this.keys.delete(entry.key)
      this.ids.delete(entry.id)
      if (entry.epoch === this.epoch) this.floor = Math.max(this.floor, entry.offset)
    }
  }

  private markGap(after: number): void {
    const first = this.list.find((entry) => entry.epoch === this.epoch && entry.offset > after)
    if (first === undefined || first === this.list[0]) return
    first.gapBefore = true
    this.recoverable = first
  }
}

/** Whether the history of a welcome joins what was seen up to `last` without a hole. */
function covers(welcome: Welcome, last: number): boolean {
  return welcome.offset <= last || welcome.history.some((message) => message.offset <= last + 1)
}
