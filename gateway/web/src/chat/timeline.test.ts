import { describe, expect, it } from 'vitest'
import type { ChatMessage, Welcome } from './protocol'
import { Timeline } from './timeline'

const message = (offset: number, id = `m${offset}`): ChatMessage => ({
  offset, id, at: '2026-01-01T00:00:00Z', from: { id: 'a', name: 'Ann' }, kind: 'text', text: `text ${offset}`, file: undefined,
})
const range = (from: number, to: number): ChatMessage[] =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const welcome = (epoch: string, history: ChatMessage[], recovered = false): Welcome => ({
  type: 'welcome', room: 'r', self: { id: 'a', name: 'Ann' }, epoch,
  offset: history.at(-1)?.offset ?? 0, members: 1, history, recovered, deleted: [],
})
const offsets = (timeline: Timeline): number[] => timeline.entries.map((entry) => entry.offset)
const gaps = (timeline: Timeline): number[] =>
  timeline.entries.filter((entry) => entry.gapBefore).map((entry) => entry.offset)

describe('Timeline', () => {
  it('shows each message once and in order', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 3)))
    expect(timeline.accept(message(4))).toBe(true)
    expect(timeline.accept(message(4))).toBe(false)
    expect(timeline.accept(message(2))).toBe(false)
    expect(offsets(timeline)).toEqual([1, 2, 3, 4])
    expect(timeline.resumePoint()).toEqual({ epoch: 'e1', offset: 4 })
  })

  it('takes away what was deleted meanwhile', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 3)))
    timeline.welcome({ ...welcome('e1', range(4, 5), true), deleted: ['m2'] })
    expect(offsets(timeline)).toEqual([1, 3, 4, 5])
  })

  it('joins a history that overlaps without a gap', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.welcome(welcome('e1', range(4, 9)))
    expect(offsets(timeline)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(gaps(timeline)).toEqual([])
  })

  it('joins a history that starts right after the last message', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.welcome(welcome('e1', range(6, 9)))
    expect(gaps(timeline)).toEqual([])
  })

  it('says where messages may be missing', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.welcome(welcome('e1', range(60, 109)))
    expect(gaps(timeline)).toEqual([60])
  })

  it('closes the gap when the resume replays behind the history', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.welcome(welcome('e1', range(60, 109)))
    for (const replayed of range(6, 109)) timeline.accept(replayed)
    expect(offsets(timeline)).toEqual(range(1, 109).map((entry) => entry.offset))
    expect(gaps(timeline)).toEqual([])
  })

  it('believes a welcome that recovered everything', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.welcome(welcome('e1', range(60, 61)))
    timeline.welcome(welcome('e1', range(6, 61), true))
    expect(gaps(timeline)).toEqual([])
    expect(timeline.entries).toHaveLength(61)
  })

  it('does not take an old gap back because a later resume lost nothing', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 5)))
    timeline.resumePoint()
    timeline.welcome(welcome('e1', range(60, 61)))
    timeline.welcome(welcome('e1', range(60, 61)))
    timeline.resumePoint()
    timeline.welcome(welcome('e1', range(60, 62)))
    timeline.welcome(welcome('e1', range(62, 62), true))
    expect(gaps(timeline)).toEqual([60])
  })

  it('keeps the messages of an old epoch in front and marks the change', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(8, 9)))
    timeline.welcome(welcome('e2', [message(1, 'new1')]))
    timeline.accept(message(2, 'new2'))
    expect(offsets(timeline)).toEqual([8, 9, 1, 2])
    expect(gaps(timeline)).toEqual([1])
    expect(timeline.resumePoint()).toEqual({ epoch: 'e2', offset: 2 })
  })

  it('knows a message again that a new epoch brings under another offset', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(8, 9)))
    timeline.welcome(welcome('e2', [message(1, 'm8'), message(2, 'm9'), message(3, 'x')]))
    expect(offsets(timeline)).toEqual([8, 9, 3])
  })

  it('keeps a bounded number and does not take trimmed ones back', () => {
    const timeline = new Timeline(3)
    timeline.welcome(welcome('e1', range(1, 10)))
    expect(offsets(timeline)).toEqual([8, 9, 10])
    expect(timeline.accept(message(7))).toBe(false)
    expect(offsets(timeline)).toEqual([8, 9, 10])
  })

  it('takes out what a moderator deleted', () => {
    const timeline = new Timeline()
    timeline.welcome(welcome('e1', range(1, 3)))
    timeline.remove('m2')
    expect(offsets(timeline)).toEqual([1, 3])
    expect(timeline.accept(message(2))).toBe(false)
  })
})
