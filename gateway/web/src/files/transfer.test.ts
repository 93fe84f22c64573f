import { describe, expect, it } from 'vitest'
import { idOf, mayRetry, problemOf } from './transfer'

const detailed = (status: number, body: string): Error =>
  Object.assign(new Error('tus'), { originalResponse: { getStatus: () => status, getBody: () => body } })

describe('a failed transfer', () => {
  it('tells the problem’s detail', () => {
    expect(problemOf(detailed(413, '{"detail":"up to 100 MiB"}'))).toMatchObject({ status: 413, detail: 'up to 100 MiB' })
  })

  it('has no problem where nothing came back', () => {
    expect(problemOf(new Error('network'))).toBeUndefined()
    expect(problemOf(Object.assign(new Error('tus'), { originalResponse: null }))).toBeUndefined()
    expect(problemOf(detailed(0, ''))).toBeUndefined()
  })

  it.each([[undefined, true], [423, true], [503, true], [413, false], [403, false], [404, false]])('status %s retried: %s', (status, expected) => {
    expect(mayRetry(status)).toBe(expected)
  })
})

it.each([['/files/abc', 'abc'], ['http://h/files/a%20b?x', 'a b']])('idOf %s', (url, id) => {
  expect(idOf(url)).toBe(id)
})
