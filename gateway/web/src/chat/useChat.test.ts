import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { FakeSocket } from './fakeSocket'
import { chatUrl, measure, useChat, type Chat } from './useChat'

const message = (offset: number, text: string, from = 'me'): object =>
  ({ type: 'message', offset, id: `m${offset}`, at: '2026-01-01T00:00:00Z', from: { id: from, name: from }, kind: 'text', text })
const welcome = (changes: object = {}): object =>
  ({ type: 'welcome', room: 'r', self: { id: 'me', name: 'Ann' }, epoch: 'e1', offset: 0, members: 3, history: [], recovered: false, deleted: [], ...changes })

describe('useChat', () => {
  let scope: EffectScope
  let chat: Chat
  let sockets: FakeSocket[]
  const socket = (): FakeSocket => sockets.at(-1) as FakeSocket

  beforeEach(() => {
    vi.useFakeTimers()
    sockets = []
    scope = effectScope()
    chat = scope.run(() => useChat({
      room: '直播',
      name: 'Ann',
      open: (url, protocol) => {
        sockets.push(new FakeSocket(url, protocol))
        return socket()
      },
    })) as Chat
    socket().opened()
    socket().receives(welcome())
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('knows itself and how many are here', () => {
    expect(chat.state.value).toBe('online')
    expect(chat.members.value).toBe(3)
    socket().receives({ type: 'presence', members: 4, joined: [], left: [] })
    expect(chat.members.value).toBe(4)
  })

  it('shows an own message as pending until the room shows it', () => {
    expect(chat.send('hello')).toBe(true)
    expect(socket().sent).toEqual([{ type: 'send', text: 'hello', ref: '1' }])
    expect(chat.pending.value.map((entry) => entry.text)).toEqual(['hello'])
    socket().receives(message(1, 'hello'))
    expect(chat.pending.value).toEqual([])
    expect(chat.entries.value.map((entry) => entry.text)).toEqual(['hello'])
    socket().receives({ type: 'ack', ref: '1', offset: 1 })
    expect(chat.entries.value).toHaveLength(1)
  })

  it('keeps a refused message with its reason, to be sent again', () => {
    chat.send('fast')
    socket().receives({ type: 'error', ref: '1', code: 'rate_limited', detail: 'slow down' })
    expect(chat.pending.value[0]).toMatchObject({ failed: true, code: 'rate_limited', detail: 'slow down' })
    chat.resend('1')
    expect(socket().sent.at(-1)).toEqual({ type: 'send', text: 'fast', ref: '2' })
    expect(chat.pending.value).toMatchObject([{ ref: '2', failed: false }])
  })

  it('says so when no answer comes', () => {
    chat.send('anyone?')
    vi.advanceTimersByTime(10_000)
    expect(chat.pending.value).toMatchObject([{ failed: true, code: 'timeout' }])
    chat.discard('1')
    expect(chat.pending.value).toEqual([])
  })

  it('loses and doubles nothing over a reconnect', () => {
    socket().receives(message(1, 'one', 'bo'))
    chat.send('mine')
    socket().closes(1006)
    expect(chat.state.value).toBe('reconnecting')
    expect(chat.send('not now')).toBe(false)
    vi.advanceTimersByTime(1_000)
    socket().opened()
    expect(socket().sent).toEqual([{ type: 'resume', epoch: 'e1', offset: 1 }])
    socket().receives(welcome({ self: { id: 'me2', name: 'Ann' }, offset: 3 }))
    socket().receives(message(2, 'mine'))
    socket().receives(message(3, 'three', 'bo'))
    socket().receives(message(3, 'three', 'bo'))
    expect(chat.entries.value.map((entry) => entry.text)).toEqual(['one', 'mine', 'three'])
    expect(chat.pending.value).toEqual([])
  })

  it('reconnects under another name', () => {
    chat.rename('Bo & Co')
    expect(sockets).toHaveLength(2)
    expect(socket().url).toContain('/ws/%E7%9B%B4%E6%92%AD?name=Bo+%26+Co')
    expect(sockets[0]?.closed).toBe(true)
  })

  it('notices shared files', () => {
    socket().receives({ ...message(1, 'a.png'), kind: 'file', file: 'f1' })
    expect(chat.filesShared.value).toBe(1)
  })

  it('takes deleted messages out', () => {
    socket().receives(message(1, 'rude', 'bo'))
    socket().receives({ type: 'moderation', action: 'delete', target: 'm1' })
    expect(chat.entries.value).toEqual([])
  })
})

describe('chat details', () => {
  it('uses wss where the page is https', () => {
    expect(chatUrl({ protocol: 'https:', host: 'a.example' }, 'x', 'n')).toBe('wss://a.example/ws/x?name=n')
  })

  it('leaves the name to the account', () => {
    expect(chatUrl({ protocol: 'http:', host: 'a.example' }, 'x', '')).toBe('ws://a.example/ws/x')
  })

  it('measures a message in bytes', () => {
    expect(measure('好'.repeat(1365))).toEqual({ bytes: 4095, fits: true })
    expect(measure('好'.repeat(1366)).fits).toBe(false)
  })
})
