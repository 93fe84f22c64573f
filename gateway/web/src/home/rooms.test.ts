import { describe, expect, it, vi } from 'vitest'
import type { StreamInfo } from '../player/streamApi'
import { loadRooms, mergeRooms } from './rooms'

const stream = (name: string, state: StreamInfo['state'], viewers = 0, source: string | null = null): StreamInfo =>
  ({ name, state, source, publish: source === null, video: null, audio: null, kbps: 0, viewers, uptimeSeconds: 0, reason: null })

describe('mergeRooms', () => {
  it('puts live rooms first, then busy ones, and joins a room’s stream and chat', () => {
    const rooms = mergeRooms(
      [stream('idle', 'idle'), stream('b', 'live', 1), stream('a', 'live', 5), stream('camera', 'idle', 0, 'rtsp://***')],
      [{ name: 'talk', members: 9 }, { name: 'b', members: 3 }],
    )
    expect(rooms).toEqual([
      { name: 'a', live: true, viewers: 5, members: 0 },
      { name: 'b', live: true, viewers: 1, members: 3 },
      { name: 'talk', live: false, viewers: 0, members: 9 },
      { name: 'camera', live: false, viewers: 0, members: 0 },
    ])
  })
})

describe('loadRooms', () => {
  it('does without the chat’s list', async () => {
    vi.stubGlobal('fetch', vi.fn((url: string) => Promise.resolve(url === '/chat/rooms'
      ? new Response('{}', { status: 404 })
      : new Response('[{"name":"a","state":"live"}]'))))
    expect(await loadRooms(new AbortController().signal)).toEqual([{ name: 'a', live: true, viewers: 0, members: 0 }])
  })
})
