import { isPrivate, RequestError } from '../connection/problem'
import { getJson } from '../identity/useIdentity'

/** Whether a room lets this page in; unknown where nobody answers. */
export type Admission = 'open' | 'private' | 'unknown'

const PATIENCE = 5_000

/** A refused WebSocket handshake does not tell a page why; the same question over HTTP does. */
export async function askAdmission(room: string): Promise<Admission> {
  const signal = AbortSignal.timeout(PATIENCE)
  try {
    await getJson(`/chat/rooms/${encodeURIComponent(room)}`, signal)
    return 'open'
  } catch (error) {
    if (isPrivate(error)) return 'private'
    // nobody has been there yet
    return error instanceof RequestError && error.problem?.status === 404 ? 'open' : 'unknown'
  }
}
