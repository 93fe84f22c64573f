import { onScopeDispose, reactive } from 'vue'
import type { Problem } from '../connection/problem'
import { openTusTransfer, type OpenTransfer, type Transfer } from './transfer'

export type UploadState = 'queued' | 'uploading' | 'paused' | 'done' | 'failed'

export interface Upload {
  key: number
  name: string
  size: number
  sent: number
  state: UploadState
  problem: Problem | undefined
  /** The file's name on the server, once it is there. */
  id: string | undefined
}

export interface Uploads {
  items: Upload[]
  add: (files: Iterable<File>) => void
  pause: (key: number) => void
  /** Continues a paused one and tries a failed one again. */
  resume: (key: number) => void
  /** Ends one that runs; takes a finished one from the list. */
  remove: (key: number) => void
}

/** So many at once: more would only share the same line and finish later. */
const AT_ONCE = 2

interface Job {
  file: File
  transfer?: Transfer
}

export function useUploads(room: string, onDone: (id: string) => void, open: OpenTransfer = openTusTransfer): Uploads {
  const items = reactive<Upload[]>([])
  const jobs = new Map<number, Job>()
  let nextKey = 1

  const find = (key: number): Upload | undefined => items.find((item) => item.key === key)

  function add(files: Iterable<File>): void {
    for (const file of files) {
      const key = nextKey++
      jobs.set(key, { file })
      items.push({ key, name: file.name, size: file.size, sent: 0, state: 'queued', problem: undefined, id: undefined })
    }
    startNext()
  }

  function startNext(): void {
    const running = items.filter((item) => item.state === 'uploading').length
    for (const item of items.filter((entry) => entry.state === 'queued').slice(0, AT_ONCE - running)) {
      item.state = 'uploading'
      void run(item.key)
    }
  }

  async function run(key: number): Promise<void> {
    const job = jobs.get(key)
    if (job === undefined) return
    try {
      job.transfer ??= await open(job.file, room, {
        onProgress: (sent) => { change(key, { sent }) },
        onDone: (id) => { finish(key, id) },
        onFailed: (problem) => { fail(key, problem) },
      })
    } catch {
      fail(key, undefined)
    }
    // It may have been paused or removed while it was being opened.
    if (find(key)?.state === 'uploading') job.transfer?.start()
  }

  function change(key: number, changes: Partial<Upload>): void {
    const item = find(key)
    if (item !== undefined) Object.assign(item, changes)
  }

  function finish(key: number, id: string): void {
    const item = find(key)
    if (item === undefined) return
    change(key, { state: 'done', sent: item.size, id })
    jobs.delete(key)
    onDone(id)
    startNext()
  }

  function fail(key: number, problem: Problem | undefined): void {
    if (find(key)?.state !== 'uploading') return
    change(key, { state: 'failed', problem })
    startNext()
  }

  function pause(key: number): void {
    const item = find(key)
    if (item?.state !== 'uploading' && item?.state !== 'queued') return
    item.state = 'paused'
    jobs.get(key)?.transfer?.pause()
    startNext()
  }

  function resume(key: number): void {
    const item = find(key)
    if (item?.state !== 'paused' && item?.state !== 'failed') return
    item.state = 'queued'
    item.problem = undefined
    startNext()
  }

  function remove(key: number): void {
    const at = items.findIndex((item) => item.key === key)
    if (at < 0) return
    items.splice(at, 1)
    jobs.get(key)?.transfer?.cancel()
    jobs.delete(key)
    startNext()
  }

  onScopeDispose(() => {
    for (const job of jobs.values()) job.transfer?.pause()
  })

  return { items, add, pause, resume, remove }
}
