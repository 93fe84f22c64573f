import { expect, it } from 'vitest'
import { refusal } from './fakeAuth'
import { faultOf } from './faults'
import { RequestError } from '../connection/problem'

it.each([
  [new RequestError(), { key: 'fault.noAnswer' }],
  [new Error('unheard of'), { key: 'fault.noAnswer' }],
  [refusal(401, 'wrong-credentials'), { key: 'fault.credentials' }],
  [refusal(410, 'invite-ended'), { key: 'fault.inviteEnded' }],
  [refusal(429, 'too-many-attempts', { retryAfter: 30 }), { key: 'fault.attempts', parameters: { n: 30 }, wait: 30 }],
  [refusal(429, 'rate-limited'), { key: 'fault.attempts', parameters: { n: 5 }, wait: 5 }],
  [refusal(503, 'sign-in-busy', { retryAfter: 1 }), { key: 'fault.busy' }],
  [refusal(503, 'not-saved'), { key: 'fault.notSaved' }],
  [refusal(400, 'bad-request', { detail: 'name: expected fewer' }), { key: 'fault.other', parameters: { detail: 'name: expected fewer' } }],
  [refusal(500, ''), { key: 'fault.other', parameters: { detail: 'HTTP 500' } }],
])('%s', (error, fault) => {
  expect(faultOf(error)).toEqual(fault)
})
