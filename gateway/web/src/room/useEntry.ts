import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { askAdmission, type Admission } from './admission'
import { faultOf, type Fault } from '../identity/faults'
import type { Identity } from '../identity/identity'

/** Inviting: the invitation that the page was opened with is on its way. */
export type EntryState = 'inviting' | 'open' | 'private'

export interface Entry {
  state: Ref<EntryState>
  /** Why the invitation that the page was opened with did not help. */
  fault: ShallowRef<Fault | undefined>
  /** Whether there is a point in trying to enter. Told by whatever was refused on its way into the room. */
  admitted: () => Promise<boolean>
}

export interface EntryOptions {
  room: string
  identity: Readonly<ShallowRef<Identity>>
  /** Goes in by the invitation that the page was opened with, if it was. */
  accept: (() => Promise<void>) | undefined
  ask?: (room: string) => Promise<Admission>
}

/**
 * Whether the page shows the room or its door. A room counts as open until something in it was refused and the chat says
 * that it is private; then nothing asks again until somebody signs in or brings an invitation.
 */
export function useEntry(options: EntryOptions): Entry {
  const ask = options.ask ?? askAdmission
  const state = ref<EntryState>(options.accept === undefined ? 'open' : 'inviting')
  const fault = shallowRef<Fault>()
  let asking: Promise<boolean> | undefined
  let turn = 0

  async function inquire(unanswered: EntryState): Promise<boolean> {
    const mine = ++turn
    const answer = await ask(options.room)
    if (mine === turn) {
      asking = undefined
      state.value = answer === 'unknown' ? unanswered : answer
    }
    return answer !== 'private'
  }

  async function enter(accept: () => Promise<void>): Promise<void> {
    try {
      await accept()
    } catch (error) {
      fault.value = faultOf(error)
    }
    state.value = 'open'
  }

  // what was answered to who sat here before says nothing any more
  watch(options.identity, (_now, before) => {
    if (state.value === 'private' || (state.value === 'open' && before.kind !== 'unknown')) asking = inquire('open')
  })
  onScopeDispose(() => { turn += 1 })
  if (options.accept !== undefined) void enter(options.accept)

  return { state, fault, admitted: () => (asking ??= inquire(state.value)) }
}
