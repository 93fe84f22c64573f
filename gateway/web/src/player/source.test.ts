import { describe, expect, it, vi } from 'vitest'
import { endOfClose, endOfStatus, openSource, streamUrl, type SourceEnd } from './source'

describe('streamUrl', () => {
  it.each([
    ['http:', 'websocket', 'ws://h:1/stream/a%2Fb.flv'],
    ['https:', 'websocket', 'wss://h:1/stream/a%2Fb.flv'],
    ['https:', 'http', 'https://h:1/stream/a%2Fb.flv'],
  ] as const)('%s over %s', (protocol, transport, url) => {
    expect(streamUrl({ protocol, host: 'h:1' }, 'a/b', transport)).toBe(url)
  })
})

describe('the end of a source', () => {
  it('has a reason where the source is unreachable', () => {
    expect(endOfClose(4504, 'camera: 401')).toEqual({ kind: 'unreachable', reason: 'camera: 401' })
    expect(endOfStatus(503, '{"detail":"camera: 401"}')).toEqual({ kind: 'unreachable', reason: 'camera: 401' })
    expect(endOfStatus(502, '<html>')).toEqual({ kind: 'unreachable', reason: 'HTTP 502' })
  })

  it('tells a finished stream from a lost connection and from no stream', () => {
    expect(endOfClose(1000, '').kind).toBe('ended')
    expect(endOfClose(1006, '').kind).toBe('lost')
    expect(endOfStatus(404, '').kind).toBe('absent')
  })
})

describe('a source over HTTP', () => {
  const answer = (response: () => Promise<Response>): Promise<{ end: SourceEnd, bytes: number[] }> => {
    vi.stubGlobal('fetch', vi.fn(response))
    return new Promise((resolve) => {
      const bytes: number[] = []
      openSource('http://h/stream/a.flv', {
        onBytes: (chunk) => bytes.push(...new Uint8Array(chunk)),
        onEnd: (end) => { resolve({ end, bytes }) },
      })
    })
  }

  it('hands on the bytes, then its end', async () => {
    const { end, bytes } = await answer(() => Promise.resolve(new Response(new Uint8Array([70, 76, 86]))))
    expect(bytes).toEqual([70, 76, 86])
    expect(end).toEqual({ kind: 'ended' })
  })

  it('is lost where there is no network', async () => {
    expect((await answer(() => Promise.reject(new TypeError('failed')))).end).toEqual({ kind: 'lost' })
  })

  it('says why there is no picture', async () => {
    const refused = (): Promise<Response> => Promise.resolve(new Response('{"detail":"no route to host"}', { status: 503 }))
    expect((await answer(refused)).end).toEqual({ kind: 'unreachable', reason: 'no route to host' })
  })
})
