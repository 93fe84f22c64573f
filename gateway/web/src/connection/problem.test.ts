import { describe, expect, it } from 'vitest'
import { isPrivate, parseProblem, RequestError } from './problem'

describe('parseProblem', () => {
  it('reads the detail of a problem document', () => {
    const problem = parseProblem(413, '{"title":"Too large","detail":"Guests may send 100 MiB","traceId":"a1"}')
    expect(problem).toEqual({ status: 413, title: 'Too large', detail: 'Guests may send 100 MiB', traceId: 'a1' })
  })

  it.each(['<html>Bad Gateway</html>', '', 'null', '"text"', '{"detail":7}'])('falls back to the status for %s', (body) => {
    expect(parseProblem(502, body).status).toBe(502)
    expect(parseProblem(502, body).detail).toBeUndefined()
  })
})

describe('isPrivate', () => {
  it.each([
    [401, 'unauthenticated', true],
    [403, 'room-private', true],
    [403, 'forbidden', false],
    [404, 'room-not-found', false],
  ])('%i %s: %s', (status, code, expected) => {
    expect(isPrivate(new RequestError({ status, code }))).toBe(expected)
  })

  it('is nothing that did not come from a server', () => {
    expect(isPrivate(new RequestError())).toBe(false)
    expect(isPrivate(new Error('401'))).toBe(false)
  })
})
