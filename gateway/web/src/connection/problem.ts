/** An error of a service as RFC 9457 describes it; every member is optional on the wire. */
export interface Problem {
  status: number
  title?: string | undefined
  detail?: string | undefined
  traceId?: string | undefined
}

/** A request that failed: `problem` where the server answered, none where nothing came back. */
export class RequestError extends Error {
  constructor(readonly problem?: Problem) {
    super(problem?.detail ?? problem?.title ?? 'no answer')
    this.name = 'RequestError'
  }
}

/** Reads a problem out of a body that may be anything: a proxy in between may answer with HTML. */
export function parseProblem(status: number, body: string): Problem {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null) {
      const field = (name: string): string | undefined => {
        const text = (value as Record<string, unknown>)[name]
        return typeof text === 'string' && text !== '' ? text : undefined
      }
      return { status, title: field('title'), detail: field('detail'), traceId: field('traceId') }
    }
  } catch {
    // not JSON: the status says all there is
  }
  return { status }
}

/** GET of a JSON document; throws a `RequestError` for everything but a 2xx. */
export async function getJson(url: string, signal?: AbortSignal): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, { headers: { Accept: 'application/json' }, cache: 'no-store', signal: signal ?? null })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new RequestError()
  }
  if (!response.ok) throw new RequestError(parseProblem(response.status, await response.text()))
  return await response.json()
}
