import { isPrivate, RequestError } from '../connection/problem'
import { getJson } from '../identity/useIdentity'

/** One stream as `GET /stream/api/streams` describes it. */
export interface StreamInfo {
  name: string
  state: 'idle' | 'starting' | 'live' | 'backing-off'
  source: string | null
  publish: boolean
  video: { codec: string, width: number, height: number, fps: number } | null
  audio: { codec: string, sampleRate: number, channels: number } | null
  kbps: number
  viewers: number
  uptimeSeconds: number
  reason: string | null
}

/** What is known about a room's stream before anything is played. */
export type StreamLookup =
  | { kind: 'playable', info: StreamInfo }
  | { kind: 'absent' }
  | { kind: 'private' }
  | { kind: 'unavailable', reason: string }

export async function listStreams(signal?: AbortSignal): Promise<StreamInfo[]> {
  const list = await getJson('/stream/api/streams', signal)
  return Array.isArray(list) ? list.map(asStreamInfo).filter((info) => info !== undefined) : []
}

export async function lookUpStream(room: string, signal?: AbortSignal): Promise<StreamLookup> {
  try {
    const info = asStreamInfo(await getJson(`/stream/api/streams/${encodeURIComponent(room)}`, signal))
    return info !== undefined && isPlayable(info) ? { kind: 'playable', info } : { kind: 'absent' }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    if (error.problem?.status === 404) return { kind: 'absent' }
    if (isPrivate(error)) return { kind: 'private' }
    return { kind: 'unavailable', reason: error.problem?.detail ?? error.problem?.title ?? '' }
  }
}

/** A source that is pulled starts with its first viewer; one that is published only when somebody does. */
export function isPlayable(info: StreamInfo): boolean {
  return info.state !== 'idle' || info.source !== null
}

function asStreamInfo(value: unknown): StreamInfo | undefined {
  if (typeof value !== 'object' || value === null || typeof (value as StreamInfo).name !== 'string') return undefined
  const missing = { state: 'idle', source: null, publish: true, video: null, audio: null, kbps: 0, viewers: 0, uptimeSeconds: 0, reason: null } as const
  return { ...missing, ...value as StreamInfo }
}
