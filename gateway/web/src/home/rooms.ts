import { getJson } from '../identity/useIdentity'
import { listStreams, type StreamInfo } from '../player/streamApi'

export interface OpenRoom {
  name: string
  live: boolean
  viewers: number
  members: number
}

interface ChatRoom {
  name: string
  members: number
}

/** Rooms with a stream or with people, the live and the busy ones first. */
export function mergeRooms(streams: readonly StreamInfo[], chats: readonly ChatRoom[]): OpenRoom[] {
  const rooms = new Map<string, OpenRoom>()
  for (const stream of streams) {
    if (stream.state !== 'live' && stream.source === null) continue
    rooms.set(stream.name, { name: stream.name, live: stream.state === 'live', viewers: stream.viewers, members: 0 })
  }
  for (const chat of chats) {
    const room = rooms.get(chat.name) ?? { name: chat.name, live: false, viewers: 0, members: 0 }
    rooms.set(chat.name, { ...room, members: chat.members })
  }
  return [...rooms.values()].sort((a, b) =>
    Number(b.live) - Number(a.live) || b.viewers + b.members - a.viewers - a.members || a.name.localeCompare(b.name))
}

/** The chat's rooms are an extra here: without them the list of streams still stands. */
export async function loadRooms(signal: AbortSignal): Promise<OpenRoom[]> {
  const [streams, chats] = await Promise.all([listStreams(signal), loadChatRooms(signal).catch(() => [])])
  return mergeRooms(streams, chats)
}

async function loadChatRooms(signal: AbortSignal): Promise<ChatRoom[]> {
  const list = await getJson('/chat/rooms', signal)
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const { name, room, members } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>
    const label = name ?? room
    return typeof label === 'string' ? [{ name: label, members: typeof members === 'number' ? members : 0 }] : []
  })
}
