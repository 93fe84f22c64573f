import { getJson } from '../identity/useIdentity'

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

/** What the service shows instead of handing it out, once it has seen that the bytes are what the type says. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** A larger one is not worth its bytes in a list. */
const LARGEST_PICTURE = 2 * 1024 * 1024

/** Where the picture is that the file is, if it is one. */
export function pictureOf(file: RoomFile): string | undefined {
  return PICTURES.has(file.type) && file.size <= LARGEST_PICTURE ? `${file.url}?preview` : undefined
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
