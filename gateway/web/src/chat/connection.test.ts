import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Backoff } from '../connection/backoff'
import { ChatConnection, type ChatConnectionOptions, type ChatState } from './connection'
import { FakeSocket } from './fakeSocket'
import type { ServerFrame } from './protocol'
import type { Position } from './timeline'

const WELCOME = { type: 'welcome', room: 'r', self: { id: 'a', name: 'Ann' }, epoch: 'e1', offset: 0, members: 1, history: [], recovered: false }

function connect(position: () => Position | undefined = () => undefined, more: Partial<ChatConnectionOptions> = {}) {
  const sockets: FakeSocket[] = []
  const states: ChatState[] = []
  const frames: ServerFrame[] = []
  let online = true
  const connection = new ChatConnection({
    url: () => 'ws://host/ws/r?name=Ann',
    position,
    onState: (state) => states.push(state),
    onFrame: (frame) => frames.push(frame),
    open: (url, protocol) => {
      const socket = new FakeSocket(url, protocol)
      sockets.push(socket)
      return socket
    },
    backoff: new Backoff(1_000, 8_000, () => 1),
    online: () => online,
    ...more,
  })
  connection.start()
  const socket = (): FakeSocket => {
    const last = sockets.at(-1)
    if (last === undefined) throw new Error('no socket was opened')
    return last
  }
  const setOnline = (value: boolean): void => {
    online = value
    window.dispatchEvent(new Event(value ? 'online' : 'offline'))
  }
  return { connection, sockets, states, frames, socket, setOnline }
}

describe('ChatConnection', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('is online with the welcome, not before', () => {
    const { states, socket, connection } = connect()
    expect(socket().protocol).toBe('atrium.chat.v1')
    socket().opened()
    expect(states).toEqual(['connecting'])
    expect(connection.send({ type: 'ping' })).toBe(false)
    socket().receives(WELCOME)
    expect(states).toEqual(['connecting', 'online'])
    expect(connection.send({ type: 'ping' })).toBe(true)
    expect(socket().sent).toEqual([{ type: 'ping' }])
  })

  it('reconnects with growing delays and asks to resume where it was', () => {
    const seen: { position?: Position } = {}
    const { states, sockets, socket } = connect(() => seen.position)
    socket().opened()
    socket().receives(WELCOME)
    seen.position = { epoch: 'e1', offset: 7 }
    socket().closes(1006)
    expect(states.at(-1)).toBe('reconnecting')
    vi.advanceTimersByTime(999)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(2)
    socket().closes(1006)
    vi.advanceTimersByTime(1_999)
    expect(sockets).toHaveLength(2)
    vi.advanceTimersByTime(1)
    socket().opened()
    expect(socket().sent).toEqual([{ type: 'resume', epoch: 'e1', offset: 7 }])
    socket().receives({ ...WELCOME, recovered: true })
    expect(states.at(-1)).toBe('online')
  })

  it('comes back at once when it was too slow', () => {
    const { sockets, socket } = connect()
    socket().receives(WELCOME)
    socket().closes(4008, 'slow consumer')
    vi.advanceTimersByTime(100)
    expect(sockets).toHaveLength(2)
  })

  it('says that a room is full and keeps asking', () => {
    const { states, sockets, socket } = connect()
    socket().opened()
    socket().closes(4003, 'room full')
    expect(states.at(-1)).toBe('full')
    vi.advanceTimersByTime(10_000)
    expect(sockets).toHaveLength(2)
  })

  it('does not come back after a refusal until asked to', () => {
    const { connection, states, sockets, socket } = connect()
    socket().closes(1008, 'bad name')
    expect(states.at(-1)).toBe('refused')
    vi.advanceTimersByTime(600_000)
    expect(sockets).toHaveLength(1)
    connection.restart()
    expect(sockets).toHaveLength(2)
  })

  it('does not come back by itself after a kick', () => {
    const { states, sockets, socket } = connect()
    socket().receives(WELCOME)
    socket().closes(4010, 'kicked')
    expect(states.at(-1)).toBe('kicked')
    vi.advanceTimersByTime(600_000)
    expect(sockets).toHaveLength(1)
  })

  it('gives up a silent connection', () => {
    const { states, sockets, socket } = connect()
    socket().receives(WELCOME)
    vi.advanceTimersByTime(20_000)
    expect(socket().sent).toEqual([{ type: 'ping' }])
    socket().receives({ type: 'pong' })
    vi.advanceTimersByTime(40_000)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(21_000)
    expect(states).toContain('reconnecting')
    expect(sockets).toHaveLength(2)
  })

  it('does not wait for ever for a welcome', () => {
    const { sockets, socket } = connect()
    socket().opened()
    vi.advanceTimersByTime(11_000)
    expect(sockets).toHaveLength(2)
  })

  it('waits for the network and continues with it', () => {
    const { states, sockets, socket, setOnline } = connect()
    setOnline(false)
    expect(states.at(-1)).toBe('offline')
    vi.advanceTimersByTime(600_000)
    expect(sockets).toHaveLength(1)
    setOnline(true)
    expect(sockets).toHaveLength(2)
    socket().receives(WELCOME)
    expect(states.at(-1)).toBe('online')
  })

  it('reconnects at once when somebody looks at the tab again', () => {
    const { sockets, socket } = connect()
    socket().receives(WELCOME)
    socket().closes(1006)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(sockets).toHaveLength(2)
    socket().receives(WELCOME)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(sockets).toHaveLength(2)
  })

  it('hears nothing more of a connection that it left', () => {
    const { connection, frames, socket } = connect()
    const first = socket()
    connection.stop()
    first.receives(WELCOME)
    first.closes(1006)
    vi.advanceTimersByTime(600_000)
    expect(frames).toEqual([])
    expect(socket()).toBe(first)
  })

  describe('where a connection could not be opened', () => {
    const refused = async (admitted: () => Promise<boolean>) => {
      const connected = connect(undefined, { admitted })
      connected.socket().closes(1006)
      await vi.advanceTimersByTimeAsync(0)
      return connected
    }

    it('does not come back to a private room', async () => {
      const { states, sockets } = await refused(() => Promise.resolve(false))
      expect(states).toEqual(['connecting', 'private'])
      await vi.advanceTimersByTimeAsync(600_000)
      document.dispatchEvent(new Event('visibilitychange'))
      expect(sockets).toHaveLength(1)
    })

    it('comes back to any other', async () => {
      const { states, sockets } = await refused(() => Promise.resolve(true))
      expect(states.at(-1)).toBe('reconnecting')
      await vi.advanceTimersByTimeAsync(1_000)
      expect(sockets).toHaveLength(2)
    })

    it('hears nothing of an answer that it did not wait for', async () => {
      const { connection, states, sockets, socket } = await refused(() => new Promise((resolve) => { setTimeout(() => { resolve(false) }, 3_000) }))
      connection.restart()
      socket().receives(WELCOME)
      await vi.advanceTimersByTimeAsync(3_000)
      expect(states.at(-1)).toBe('online')
      expect(sockets).toHaveLength(2)
    })
  })

  it('does not ask who may enter where it was open before', () => {
    const admitted = vi.fn(() => Promise.resolve(false))
    const { socket, states } = connect(undefined, { admitted })
    socket().opened()
    socket().receives(WELCOME)
    socket().closes(1006)
    expect(admitted).not.toHaveBeenCalled()
    expect(states.at(-1)).toBe('reconnecting')
  })

  it('connects once what it has to wait for is there, unless it was stopped meanwhile', async () => {
    const ready = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 500) })
    const waiting = connect(undefined, { ready })
    const stopped = connect(undefined, { ready })
    expect(waiting.sockets).toHaveLength(0)
    stopped.connection.stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(waiting.sockets).toHaveLength(1)
    expect(stopped.sockets).toHaveLength(0)
  })

  it('ignores frames that it does not know', () => {
    const { frames, socket } = connect()
    socket().receives(WELCOME)
    socket().receives({ type: 'from-the-future' })
    socket().receivesText('not json')
    socket().receivesText('[1]')
    expect(frames.map((frame) => frame.type)).toEqual(['welcome'])
  })
})
