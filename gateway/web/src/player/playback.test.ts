import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Backoff } from '../connection/backoff'
import type { Engine, EngineEvents } from './engine'
import { Playback, type PlaybackState } from './playback'
import type { Transport } from './source'
import { isPlayable, type StreamInfo, type StreamLookup } from './streamApi'

const INFO: StreamInfo = {
  name: 'r', state: 'live', source: null, publish: true, video: null, audio: null, kbps: 0, viewers: 1, uptimeSeconds: 0, reason: null,
}

class FakeEngine implements Engine {
  bytes = 0
  destroyed = false
  constructor(readonly transport: Transport, readonly events: EngineEvents) {}
  received = (): number => this.bytes
  destroy = (): void => { this.destroyed = true }
}

describe('Playback', () => {
  let found: StreamLookup
  let lookUps: number
  let engines: FakeEngine[]
  let states: PlaybackState[]
  let supported: boolean
  let online: boolean
  let playback: Playback
  let video: HTMLVideoElement

  const engine = (): FakeEngine => engines.at(-1) as FakeEngine
  const state = (): PlaybackState => states.at(-1) as PlaybackState
  const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
  const goLive = async (): Promise<void> => {
    playback.start()
    await settle()
    engine().bytes = 100
    playback.playing()
  }

  beforeEach(() => {
    vi.useFakeTimers()
    found = { kind: 'playable', info: INFO }
    lookUps = 0
    engines = []
    states = []
    supported = true
    online = true
    video = document.createElement('video')
    playback = new Playback({
      video,
      room: 'r',
      lookUp: () => {
        lookUps += 1
        return Promise.resolve(found)
      },
      loadEngine: () => Promise.resolve(supported
        ? (_video, _room, transport, events) => {
            engines.push(new FakeEngine(transport, events))
            return engine()
          }
        : undefined),
      onState: (next) => { states.push(next) },
      onInfo: () => undefined,
      onCodecs: () => undefined,
      backoff: new Backoff(1_000, 8_000, () => 1),
      online: () => online,
    })
  })
  afterEach(() => {
    playback.stop()
    vi.useRealTimers()
  })

  it('connects over WebSocket and is live when the picture moves', async () => {
    await goLive()
    expect(states.map((entry) => entry.kind)).toEqual(['checking', 'connecting', 'live'])
    expect(engine().transport).toBe('websocket')
  })

  it('waits for somebody to stream and then starts by itself', async () => {
    found = { kind: 'absent' }
    playback.start()
    await settle()
    expect(state().kind).toBe('absent')
    await settle(9_000)
    expect(lookUps).toBe(4)
    expect(engines).toHaveLength(0)
    found = { kind: 'playable', info: INFO }
    await settle(3_000)
    expect(engines).toHaveLength(1)
    expect(state().kind).toBe('connecting')
  })

  it('shows the reason of an unreachable source and keeps trying', async () => {
    playback.start()
    await settle()
    engine().events.onEnd({ kind: 'unreachable', reason: '401 from the camera' })
    expect(state()).toEqual({ kind: 'unreachable', reason: '401 from the camera' })
    expect(engine().destroyed).toBe(true)
    await settle(1_000)
    expect(engines).toHaveLength(2)
    expect(state().kind).toBe('unreachable')
    engine().bytes = 1
    playback.playing()
    expect(state().kind).toBe('live')
  })

  it('falls back to HTTP at once where no WebSocket gets through, then alternates with patience', async () => {
    playback.start()
    await settle()
    engine().events.onEnd({ kind: 'lost' })
    await settle()
    expect(engines.map((entry) => entry.transport)).toEqual(['websocket', 'http'])
    engine().events.onEnd({ kind: 'lost' })
    await settle(999)
    expect(engines).toHaveLength(2)
    await settle(1)
    expect(engine().transport).toBe('websocket')
  })

  it('reconnects the same way after an interruption, telling', async () => {
    await goLive()
    engine().events.onEnd({ kind: 'lost' })
    expect(state().kind).toBe('reconnecting')
    await settle(1_000)
    expect(engine().transport).toBe('websocket')
    expect(state().kind).toBe('reconnecting')
    playback.playing()
    expect(state().kind).toBe('live')
  })

  it('is quiet about a private stream, and rarely asks', async () => {
    found = { kind: 'private' }
    playback.start()
    await settle()
    expect(state()).toEqual({ kind: 'private' })
    await settle(9_999)
    expect(lookUps).toBe(1)
    found = { kind: 'playable', info: INFO }
    await settle(1)
    expect(engines).toHaveLength(1)
  })

  it('says that nobody streams when the stream is over', async () => {
    await goLive()
    found = { kind: 'absent' }
    engine().events.onEnd({ kind: 'ended' })
    await settle(200)
    expect(state().kind).toBe('absent')
  })

  it('notices that nothing comes any more', async () => {
    await goLive()
    await settle(5_000)
    expect(state().kind).toBe('reconnecting')
    engine().bytes += 1
    await settle(1_000)
    expect(state().kind).toBe('live')
    await settle(14_000)
    expect(engines).toHaveLength(1)
    await settle(3_000)
    expect(engines).toHaveLength(2)
  })

  it('starts anew when bytes come but the picture stands', async () => {
    await goLive()
    Object.defineProperty(video, 'paused', { value: false })
    for (let second = 0; second < 10; second += 1) {
      engine().bytes += 1
      await settle(1_000)
    }
    expect(engines.length).toBeGreaterThan(1)
  })

  it('waits while offline and comes back with the network', async () => {
    await goLive()
    online = false
    engine().events.onEnd({ kind: 'lost' })
    expect(state().kind).toBe('offline')
    await settle(60_000)
    expect(engines).toHaveLength(1)
    online = true
    playback.networkChanged()
    await settle()
    expect(engines).toHaveLength(2)
  })

  it('gives the connection back while paused', async () => {
    await goLive()
    playback.suspend()
    expect(engine().destroyed).toBe(true)
    expect(state().kind).toBe('paused')
    await settle(60_000)
    expect(engines).toHaveLength(1)
    playback.retryNow()
    await settle()
    expect(engines).toHaveLength(2)
  })

  it('names a service that is away', async () => {
    found = { kind: 'unavailable', reason: 'no instance of stream-service' }
    playback.start()
    await settle()
    expect(state()).toEqual({ kind: 'unreachable', reason: 'no instance of stream-service' })
    found = { kind: 'playable', info: INFO }
    await settle(1_000)
    expect(engines).toHaveLength(1)
  })

  it('says when the browser can play nothing, or not this', async () => {
    supported = false
    playback.start()
    await settle()
    expect(state()).toEqual({ kind: 'unsupported', detail: '' })
    supported = true
    playback.retryNow()
    await settle()
    engine().events.onUnplayable('hvc1')
    expect(state()).toEqual({ kind: 'unsupported', detail: 'hvc1' })
  })

  it('hears nothing of an engine that it gave up', async () => {
    await goLive()
    const first = engine()
    playback.stop()
    const count = states.length
    first.events.onEnd({ kind: 'lost' })
    playback.playing()
    expect(states).toHaveLength(count)
  })
})

describe('isPlayable', () => {
  it('tries a pulled source even when idle, a published stream only when somebody publishes', () => {
    expect(isPlayable({ ...INFO, state: 'idle', source: 'rtsp://camera', publish: false })).toBe(true)
    expect(isPlayable({ ...INFO, state: 'idle' })).toBe(false)
    expect(isPlayable({ ...INFO, state: 'backing-off', source: 'rtsp://camera' })).toBe(true)
  })
})
