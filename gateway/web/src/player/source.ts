import { parseProblem } from '../connection/problem'

export type Transport = 'websocket' | 'http'

/** Close code of a WebSocket whose source can't be reached; its reason says why. */
export const CLOSE_SOURCE_UNREACHABLE = 4504

/** Why bytes stopped coming. */
export type SourceEnd =
  | { kind: 'ended' }
  | { kind: 'absent' }
  | { kind: 'unreachable', reason: string }
  | { kind: 'lost' }

export interface SourceSink {
  onBytes: (bytes: ArrayBuffer) => void
  /** Called once, and never after `close`. */
  onEnd: (end: SourceEnd) => void
}

export interface Source {
  close: () => void
}

export function streamUrl(page: Pick<Location, 'protocol' | 'host'>, room: string, transport: Transport): string {
  const path = `//${page.host}/stream/${encodeURIComponent(room)}.flv`
  if (transport === 'http') return page.protocol + path
  return (page.protocol === 'https:' ? 'wss:' : 'ws:') + path
}

export function openSource(url: string, sink: SourceSink): Source {
  return /^wss?:/.test(url) ? openWebSocket(url, sink) : openHttp(url, sink)
}

/** FLV over WebSocket; the close code tells a finished stream from a source that can't be reached. */
function openWebSocket(url: string, sink: SourceSink): Source {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.onmessage = (event) => {
    if (event.data instanceof ArrayBuffer) sink.onBytes(event.data)
  }
  socket.onclose = (event) => { sink.onEnd(endOfClose(event.code, event.reason)) }
  return {
    close: () => {
      socket.onmessage = null
      socket.onclose = null
      socket.close()
    },
  }
}

export function endOfClose(code: number, reason: string): SourceEnd {
  if (code === CLOSE_SOURCE_UNREACHABLE) return { kind: 'unreachable', reason }
  return code === 1000 ? { kind: 'ended' } : { kind: 'lost' }
}

/** FLV as one endless HTTP answer. */
function openHttp(url: string, sink: SourceSink): Source {
  const controller = new AbortController()
  void pump(url, sink, controller.signal).then((end) => {
    if (!controller.signal.aborted) sink.onEnd(end)
  })
  return { close: () => { controller.abort() } }
}

async function pump(url: string, sink: SourceSink, signal: AbortSignal): Promise<SourceEnd> {
  try {
    const response = await fetch(url, { signal, cache: 'no-store' })
    if (!response.ok || response.body === null) return endOfStatus(response.status, await response.text())
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { kind: 'ended' }
      if (!signal.aborted) sink.onBytes(value.slice().buffer)
    }
  } catch {
    return { kind: 'lost' }
  }
}

export function endOfStatus(status: number, body: string): SourceEnd {
  if (status === 404) return { kind: 'absent' }
  const problem = parseProblem(status, body)
  return { kind: 'unreachable', reason: problem.detail ?? problem.title ?? `HTTP ${status}` }
}
