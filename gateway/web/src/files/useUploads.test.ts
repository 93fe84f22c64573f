import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type { Transfer, TransferEvents } from './transfer'
import { useUploads, type Uploads } from './useUploads'

class FakeTransfer implements Transfer {
  readonly calls: string[] = []
  constructor(readonly file: File, readonly events: TransferEvents) {}
  start = (): void => { this.calls.push('start') }
  pause = (): void => { this.calls.push('pause') }
  cancel = (): void => { this.calls.push('cancel') }
}

describe('useUploads', () => {
  let scope: EffectScope
  let uploads: Uploads
  let transfers: FakeTransfer[]
  let done: string[]
  const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })
  const states = (): string[] => uploads.items.map((item) => item.state)
  const file = (name: string): File => new File(['0123456789'], name)
  const add = async (...names: string[]): Promise<void> => {
    uploads.add(names.map(file))
    await settle()
  }
  const transfer = (at: number): FakeTransfer => transfers[at] as FakeTransfer

  beforeEach(() => {
    transfers = []
    done = []
    scope = effectScope()
    uploads = scope.run(() => useUploads('r', (id) => done.push(id), (given, _room, events) => {
      transfers.push(new FakeTransfer(given, events))
      return Promise.resolve(transfer(transfers.length - 1))
    })) as Uploads
  })
  afterEach(() => { scope.stop() })

  it('sends two at once and the others in turn', async () => {
    await add('a', 'b', 'c')
    expect(states()).toEqual(['uploading', 'uploading', 'queued'])
    transfer(0).events.onProgress(4)
    expect(uploads.items[0]?.sent).toBe(4)
    transfer(0).events.onDone('id-a')
    await settle()
    expect(states()).toEqual(['done', 'uploading', 'uploading'])
    expect(uploads.items[0]?.sent).toBe(10)
    expect(done).toEqual(['id-a'])
  })

  it('pauses, lets the next go, and resumes the same transfer', async () => {
    await add('a', 'b', 'c')
    uploads.pause(1)
    await settle()
    expect(transfer(0).calls).toEqual(['start', 'pause'])
    expect(states()).toEqual(['paused', 'uploading', 'uploading'])
    transfer(1).events.onDone('id-b')
    uploads.resume(1)
    await settle()
    expect(transfer(0).calls).toEqual(['start', 'pause', 'start'])
    expect(transfers).toHaveLength(3)
  })

  it('keeps a failed one with its problem, to be tried again', async () => {
    await add('a')
    transfer(0).events.onFailed({ status: 413, detail: 'Guests may send 100 MiB' })
    expect(uploads.items[0]).toMatchObject({ state: 'failed', problem: { detail: 'Guests may send 100 MiB' } })
    uploads.resume(1)
    await settle()
    expect(uploads.items[0]).toMatchObject({ state: 'uploading', problem: undefined })
    expect(transfer(0).calls).toEqual(['start', 'start'])
  })

  it('cancels what runs and takes it from the list', async () => {
    await add('a')
    uploads.remove(1)
    expect(transfer(0).calls).toEqual(['start', 'cancel'])
    expect(uploads.items).toEqual([])
    transfer(0).events.onDone('late')
    expect(done).toEqual([])
  })

  it('does not start what was removed or paused while it was opened', async () => {
    uploads.add([file('a'), file('b')])
    uploads.remove(1)
    uploads.pause(2)
    await settle()
    expect(transfers.map((entry) => entry.calls)).toEqual([[], []])
    uploads.resume(2)
    await settle()
    expect(transfer(1).calls).toEqual(['start'])
  })

  it('ignores an error that arrives after a pause', async () => {
    await add('a')
    uploads.pause(1)
    transfer(0).events.onFailed(undefined)
    expect(states()).toEqual(['paused'])
  })

  it('leaves resumable uploads behind when the room is left', async () => {
    await add('a')
    scope.stop()
    expect(transfer(0).calls).toEqual(['start', 'pause'])
  })
})
