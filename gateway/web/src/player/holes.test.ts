import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { behindHole, leadOverHoles } from './holes'

type Range = [number, number]

const ranges = (list: Range[]): TimeRanges => ({
  length: list.length,
  start: (index) => list[index]?.[0] ?? 0,
  end: (index) => list[index]?.[1] ?? 0,
})

describe('behindHole', () => {
  const from = (last: number, currentTime: number, ...list: Range[]): number | undefined =>
    behindHole({ currentTime, buffered: ranges(list) }, last)

  it('leaves alone who has no hole ahead, or one far ahead', () => {
    expect(from(0, 1)).toBeUndefined()
    expect(from(4.8, 5, [0, 5])).toBeUndefined()
    expect(from(3, 4, [0, 5], [5.1, 8])).toBeUndefined()
  })

  it('leads who stands right in front of a hole behind it', () => {
    expect(from(4.97, 4.97, [0, 5], [5.1, 8])).toBeCloseTo(5.11)
  })

  it('leads who fell into it', () => {
    expect(from(5.05, 5.05, [0, 5], [5.1, 8])).toBeCloseTo(5.11)
  })

  it('turns the pictures loose of who crossed it with the sound', () => {
    expect(from(4.7, 5.3, [0, 5], [5.1, 8])).toBe(5.3)
    expect(from(5.3, 5.5, [0, 5], [5.1, 8])).toBeUndefined()
  })

  it('never leads out of what is buffered', () => {
    expect(from(4.9, 4.9, [0, 5], [5.1, 5.104])).toBeCloseTo(5.102)
    expect(from(4.9, 5.2, [0, 5], [5.1, 5.2])).toBeCloseTo(5.11)
  })

  it('takes the last of several', () => {
    expect(from(4.9, 5.2, [0, 5], [5.1, 5.3], [5.4, 8])).toBeCloseTo(5.41)
  })
})

describe('leadOverHoles', () => {
  let video: HTMLVideoElement
  let buffered: Range[]
  let time: number
  let seeks: number[]
  let release: () => void

  const at = (next: number, sign: string): void => {
    time = next
    video.dispatchEvent(new Event(sign))
  }

  beforeEach(() => {
    buffered = [[0, 5]]
    time = 0
    seeks = []
    video = document.createElement('video')
    Object.defineProperty(video, 'buffered', { get: () => ranges(buffered) })
    Object.defineProperty(video, 'currentTime', {
      get: () => time,
      set: (to: number) => {
        seeks.push(to)
        at(to, 'seeking')
      },
    })
    release = leadOverHoles(video)
  })
  afterEach(() => { release() })

  it('seeks once when what is behind the hole arrives', () => {
    at(4.97, 'waiting')
    expect(seeks).toEqual([])
    buffered = [[0, 5], [5.1, 5.4]]
    at(4.97, 'progress')
    at(5.2, 'timeupdate')
    expect(seeks).toEqual([expect.closeTo(5.11)])
  })

  it('seeks once when the sound has played over it', () => {
    buffered = [[0, 5], [5.1, 8]]
    at(4.7, 'timeupdate')
    at(5.2, 'timeupdate')
    at(5.5, 'timeupdate')
    expect(seeks).toEqual([5.2])
  })

  it('lets a jump to live be', () => {
    buffered = [[0, 5], [5.1, 8]]
    at(7.5, 'seeking')
    at(7.6, 'timeupdate')
    expect(seeks).toEqual([])
  })

  it('lets go', () => {
    release()
    buffered = [[0, 5], [5.1, 8]]
    at(5, 'waiting')
    expect(seeks).toEqual([])
  })
})
