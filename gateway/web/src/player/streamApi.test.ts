import { expect, it, vi } from 'vitest'
import { lookUpStream } from './streamApi'

it.each([
  [200, '{"name":"r","state":"idle","source":null}', { kind: 'absent' }],
  [404, '{"code":"no-such-stream"}', { kind: 'absent' }],
  [401, '{"code":"unauthenticated","detail":"sign in"}', { kind: 'private' }],
  [403, '{"code":"room-private"}', { kind: 'private' }],
  [403, '{"code":"forbidden","detail":"not here"}', { kind: 'unavailable', reason: 'not here' }],
  [503, '<html>', { kind: 'unavailable', reason: '' }],
])('a look-up answered %i %s', async (status, body, lookup) => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })))
  expect(await lookUpStream('r')).toEqual(lookup)
})
