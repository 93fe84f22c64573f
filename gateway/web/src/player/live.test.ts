import { describe, expect, it } from 'vitest'
import { bufferedAhead, jumpToLive } from './live'

const video = (currentTime: number, ...ranges: [number, number][]): { currentTime: number, buffered: TimeRanges } => ({
  currentTime,
  buffered: { length: ranges.length, start: (index) => ranges[index]?.[0] ?? 0, end: (index) => ranges[index]?.[1] ?? 0 },
})

describe('the live edge', () => {
  it('measures from the newest picture', () => {
    expect(bufferedAhead(video(8, [0, 5], [6, 10]))).toBe(2)
    expect(bufferedAhead(video(8))).toBe(0)
  })

  it('jumps right in front of it', () => {
    const behind = video(8, [0, 60])
    jumpToLive(behind)
    expect(behind.currentTime).toBe(59.5)
  })

  it('never jumps out of what is there', () => {
    const fresh = video(0, [20, 20.2])
    jumpToLive(fresh)
    expect(fresh.currentTime).toBe(20)
    const empty = video(3)
    jumpToLive(empty)
    expect(empty.currentTime).toBe(3)
  })
})
