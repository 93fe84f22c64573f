import { describe, expect, it } from 'vitest'
import { parseProblem } from './problem'

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
