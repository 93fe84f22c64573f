import { computed, onScopeDispose, ref, shallowRef, triggerRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { ChatConnection, type ChatSocket, type ChatState } from './connection'
import { MESSAGE_LIMIT, type ChatMessage, type ClientFrame, type ServerFrame } from './protocol'
import { Timeline, type TimelineEntry } from './timeline'

/** A message of ours that the room has not shown yet. */
export interface PendingMessage {
  ref: string
  text: string
  failed: boolean
  /** The error's code and detail once it failed. */
  code: string
  detail: string
}

export interface Chat {
  state: Ref<ChatState>
  reason: Ref<string>
  members: Ref<number>
  isOwn: (message: ChatMessage) => boolean
  selfName: Ref<string>
  entries: ComputedRef<readonly TimelineEntry[]>
  pending: ShallowRef<PendingMessage[]>
  /** Counts messages of kind `file`, so that the list of files knows when to look again. */
  filesShared: Ref<number>
  send: (text: string) => boolean
  resend: (ref: string) => void
  discard: (ref: string) => void
  rename: (name: string) => void
  reconnect: () => void
}

export interface ChatOptions {
  room: string
  /** Empty: the account's. */
  name: string
  ready?: () => Promise<unknown> | undefined
  admitted?: () => Promise<boolean>
  open?: (url: string, protocol: string) => ChatSocket
}

const ACK_LIMIT = 10_000

/** Whether a text fits into one message, and how many bytes it has. */
export function measure(text: string): { bytes: number, fits: boolean } {
  const bytes = new TextEncoder().encode(text).length
  return { bytes, fits: bytes <= MESSAGE_LIMIT }
}

export function useChat(options: ChatOptions): Chat {
  const timeline = new Timeline()
  const shown = shallowRef(timeline)
  const pending = shallowRef<PendingMessage[]>([])
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const state = ref<ChatState>('connecting')
  const reason = ref('')
  const members = ref(0)
  const selfName = ref(options.name)
  const filesShared = ref(0)
  /** Under which ids this page has spoken: a reconnect may give another. */
  const ownIds = new Set<string>()
  let nextRef = 1

  const connection = new ChatConnection({
    url: () => chatUrl(location, options.room, selfName.value),
    position: () => timeline.resumePoint(),
    onState: (next, why) => {
      state.value = next
      reason.value = why
    },
    onFrame: received,
    ...(options.ready && { ready: options.ready }),
    ...(options.admitted && { admitted: options.admitted }),
    ...(options.open && { open: options.open }),
  })

  function received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        ownIds.add(frame.self.id)
        members.value = frame.members
        for (const message of frame.history) settleOwn(message)
        timeline.welcome(frame)
        triggerRef(shown)
        break
      case 'message':
        settleOwn(frame.message)
        if (timeline.accept(frame.message)) triggerRef(shown)
        if (frame.message.kind === 'file') filesShared.value += 1
        break
      case 'ack': settle(frame.ref); break
      case 'error': if (frame.ref !== undefined) fail(frame.ref, frame.code, frame.detail); break
      case 'presence': members.value = frame.members; break
      case 'moderation':
        if (frame.action !== 'delete') break
        timeline.remove(frame.target)
        triggerRef(shown)
        break
      case 'pong': break
    }
  }

  /** The room's copy of a message may arrive before its ack, or instead of it after a reconnect. */
  function settleOwn(message: ChatMessage): void {
    if (!ownIds.has(message.from.id) || timeline.has(message)) return
    const own = pending.value.find((entry) => entry.text === message.text)
    if (own !== undefined) settle(own.ref)
  }

  function settle(ref: string): void {
    clearTimeout(timers.get(ref))
    timers.delete(ref)
    pending.value = pending.value.filter((entry) => entry.ref !== ref)
  }

  function fail(ref: string, code: string, detail: string): void {
    clearTimeout(timers.get(ref))
    timers.delete(ref)
    pending.value = pending.value.map((entry) => entry.ref === ref ? { ...entry, failed: true, code, detail } : entry)
  }

  function dispatch(frame: ClientFrame & { type: 'send' }): boolean {
    if (!connection.send(frame)) return false
    timers.set(frame.ref, setTimeout(() => { fail(frame.ref, 'timeout', '') }, ACK_LIMIT))
    return true
  }

  function send(text: string): boolean {
    const ref = String(nextRef++)
    if (!dispatch({ type: 'send', text, ref })) return false
    pending.value = [...pending.value, { ref, text, failed: false, code: '', detail: '' }]
    return true
  }

  function resend(ref: string): void {
    const entry = pending.value.find((candidate) => candidate.ref === ref)
    if (entry === undefined) return
    settle(ref)
    if (!send(entry.text)) pending.value = [...pending.value, entry]
  }

  connection.start()
  onScopeDispose(() => {
    connection.stop()
    for (const timer of timers.values()) clearTimeout(timer)
  })

  return {
    state, reason, members, selfName, pending, filesShared,
    entries: computed(() => [...shown.value.entries]),
    isOwn: (message) => ownIds.has(message.from.id),
    send,
    resend,
    discard: settle,
    rename: (name) => {
      selfName.value = name
      connection.restart()
    },
    reconnect: () => { connection.restart() },
  }
}

export function chatUrl(page: Pick<Location, 'protocol' | 'host'>, room: string, name: string): string {
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws'
  const query = name === '' ? '' : `?${new URLSearchParams({ name }).toString()}`
  return `${scheme}://${page.host}/ws/${encodeURIComponent(room)}${query}`
}
