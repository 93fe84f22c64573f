import { getJson } from '../connection/problem'

/** One file of a room as `GET /files?room=` lists it. */
export interface RoomFile {
  id: string
  name: string
  size: number
  type: string
  sha256: string
  createdAt: string
  url: string
}

export async function listFiles(room: string, signal?: AbortSignal): Promise<RoomFile[]> {
  const list = await getJson(`/files?${new URLSearchParams({ room }).toString()}`, signal)
  return Array.isArray(list) ? list.map(asRoomFile).filter((file) => file !== undefined) : []
}

function asRoomFile(value: unknown): RoomFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const file = value as Partial<RoomFile>
  if (typeof file.id !== 'string' || typeof file.name !== 'string') return undefined
  return {
    id: file.id,
    name: file.name,
    size: file.size ?? 0,
    type: file.type ?? '',
    sha256: file.sha256 ?? '',
    createdAt: file.createdAt ?? '',
    // never another scheme or host, whatever the list says
    url: `/files/${encodeURIComponent(file.id)}`,
  }
}
