import { RequestError } from '../connection/problem'
import type { MessageKey, Parameters } from '../i18n/i18n'

/** What went wrong, in words that the page has. */
export interface Fault {
  key: MessageKey
  parameters?: Parameters
  /** Seconds in which another attempt would meet the same answer. */
  wait?: number
}

const KNOWN: Record<string, MessageKey> = {
  'wrong-credentials': 'fault.credentials',
  'invite-ended': 'fault.inviteEnded',
  'not-saved': 'fault.notSaved',
}

/** Where the gateway does not say how long to wait, in seconds. */
const SOME_TIME = 5

export function faultOf(error: unknown): Fault {
  const problem = error instanceof RequestError ? error.problem : undefined
  if (problem === undefined) return { key: 'fault.noAnswer' }
  const known = KNOWN[problem.code ?? '']
  if (known !== undefined) return { key: known }
  if (problem.status === 429) {
    const n = problem.retryAfter ?? SOME_TIME
    return { key: 'fault.attempts', parameters: { n }, wait: n }
  }
  if (problem.status === 503) return { key: 'fault.busy' }
  return { key: 'fault.other', parameters: { detail: problem.detail ?? problem.title ?? `HTTP ${problem.status}` } }
}
