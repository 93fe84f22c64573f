import { expect, it, vi } from 'vitest'
import { askAdmission } from './admission'

it.each([
  [200, '{}', 'open'],
  [404, '{"code":"room-not-found"}', 'open'],
  [401, '{"code":"unauthenticated"}', 'private'],
  [403, '{"code":"room-private"}', 'private'],
  [403, '{"code":"forbidden"}', 'unknown'],
  [503, '', 'unknown'],
])('a chat that answers %i %s says %s', async (status, body, admission) => {
  const fetched = vi.fn(() => Promise.resolve(new Response(body, { status })))
  vi.stubGlobal('fetch', fetched)
  expect(await askAdmission('直播')).toBe(admission)
  expect(fetched.mock.calls[0]).toMatchObject(['/chat/rooms/%E7%9B%B4%E6%92%AD'])
})

it('a chat that is not there says nothing', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
  expect(await askAdmission('lab')).toBe('unknown')
})
