import { describe, expect, it } from 'vitest'
import { parseRoute, roomPath } from './router'

describe('parseRoute', () => {
  it.each([
    ['/', { kind: 'home' }],
    ['/rooms/demo', { kind: 'room', room: 'demo' }],
    ['/rooms/demo/', { kind: 'room', room: 'demo' }],
    ['/rooms/%E7%9B%B4%E6%92%AD', { kind: 'room', room: '直播' }],
    ['/rooms/a%2Fb', { kind: 'room', room: 'a/b' }],
    ['/rooms/', { kind: 'missing', path: '/rooms/' }],
    ['/rooms/%E0%A4', { kind: 'missing', path: '/rooms/%E0%A4' }],
    ['/rooms/a/studio', { kind: 'missing', path: '/rooms/a/studio' }],
    ['/nowhere', { kind: 'missing', path: '/nowhere' }],
  ])('%s', (path, route) => {
    expect(parseRoute(path)).toEqual(route)
  })

  it('finds what roomPath made', () => {
    expect(parseRoute(roomPath('Łódź_1.直播'))).toEqual({ kind: 'room', room: 'Łódź_1.直播' })
  })
})
