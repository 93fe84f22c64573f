import { RequestError } from '../connection/problem'
import type { MessageKey, Parameters } from '../i18n/i18n'

/** What went wrong, in words that the page has. */
export interface Fault {
  key: MessageKey
  parameters?: Parameters
  /** Seconds in which another attempt would meet the same answer. */
  wait?: number
}

/** Where the gateway does not say how long to wait, in seconds. */
const SOME_TIME = 5

export function faultOf(error: unknown): Fault {
  const problem = error instanceof RequestError ? error.problem : undefined
  if (problem === undefined) return { key: 'fault.noAnswer' }
  switch (problem.code) {
    case 'wrong-credentials': return { key: 'fault.credentials' }
    case 'invite-ended': return { key: 'fault.inviteEnded' }
    case 'not-saved': return { key: 'fault.notSaved' }
    default:
  }
  if (problem.status === 429) {
    const n = problem.retryAfter ?? SOME_TIME
    return { key: 'fault.attempts', parameters: { n }, wait: n }
  }
  if (problem.status === 503) return { key: 'fault.busy' }
  return { key: 'fault.other', parameters: { detail: problem.detail ?? problem.title ?? `HTTP ${problem.status}` } }
}
