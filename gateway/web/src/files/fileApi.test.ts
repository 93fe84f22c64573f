import { describe, expect, it } from 'vitest'
import { pictureOf, type RoomFile } from './fileApi'

describe('pictureOf', () => {
  const file = (type: string, size: number): RoomFile => ({
    id: 'a', name: 'a', size, type, sha256: '', createdAt: '', url: '/files/a',
  })

  it('is the preview of a small picture', () => {
    expect(pictureOf(file('image/png', 1000))).toBe('/files/a?preview')
  })

  it('is nothing for a large one, and for what may run scripts', () => {
    expect(pictureOf(file('image/png', 3 * 1024 * 1024))).toBeUndefined()
    expect(pictureOf(file('image/svg+xml', 1000))).toBeUndefined()
    expect(pictureOf(file('text/html', 1000))).toBeUndefined()
  })
})
