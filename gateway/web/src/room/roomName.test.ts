import { describe, expect, it } from 'vitest'
import { normalizeRoomName, roomNameFault } from './roomName'

describe('room names', () => {
  it.each(['demo', 'lobby-2', 'a.b_c', '直播间', 'Łódź', '0', 'x'.repeat(64), '𠮷'.repeat(64), 'हिन्दी'])('%s may be used', (name) => {
    expect(roomNameFault(name)).toBeUndefined()
  })

  it.each([
    ['', 'empty'],
    ['x'.repeat(65), 'long'],
    ['𠮷'.repeat(65), 'long'],
    ['two words', 'characters'],
    ['a/b', 'characters'],
    ['a?b', 'characters'],
    ['😀', 'characters'],
    ['.', 'characters'],
    ['..', 'characters'],
    ['\u0301a', 'characters'],
    ['a\u0000', 'characters'],
    ['a\u202Eb', 'characters'],
  ])('%j is refused: %s', (name, fault) => {
    expect(roomNameFault(name)).toBe(fault)
  })

  it('takes space away and composes to NFC', () => {
    expect(normalizeRoomName(' Cafe\u0301 ')).toBe('Caf\u00e9')
  })
})
