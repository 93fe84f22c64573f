/** An error of a service as RFC 9457 describes it; every member is optional on the wire. */
export interface Problem {
  status: number
  /** What the service calls it, the same in every language. */
  code?: string | undefined
  title?: string | undefined
  detail?: string | undefined
  traceId?: string | undefined
  /** After how many seconds it may be tried again, where the service says so. */
  retryAfter?: number | undefined
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
      return { status, code: field('code'), title: field('title'), detail: field('detail'), traceId: field('traceId') }
    }
  } catch {
    // not JSON: the status says all there is
  }
  return { status }
}

/** A request; throws a `RequestError` for everything but a 2xx. */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { cache: 'no-store', ...init })
  } catch (error) {
    if (init.signal?.aborted === true) throw error
    throw new RequestError()
  }
  if (!response.ok) throw new RequestError(await problemOf(response))
  return response
}

async function problemOf(response: Response): Promise<Problem> {
  const problem = parseProblem(response.status, await response.text().catch(() => ''))
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10)
  return Number.isNaN(seconds) ? problem : { ...problem, retryAfter: seconds }
}

/** GET of a JSON document; throws a `RequestError` for everything but a 2xx. */
export async function getJson(url: string, signal?: AbortSignal): Promise<unknown> {
  const response = await request(url, { headers: { Accept: 'application/json' }, signal: signal ?? null })
  return await response.json()
}

/** Whether a request was refused because the room is private: without any token, or with one that does not open it. */
export function isPrivate(error: unknown): boolean {
  const problem = error instanceof RequestError ? error.problem : undefined
  return problem?.status === 401 || (problem?.status === 403 && problem.code === 'room-private')
}
