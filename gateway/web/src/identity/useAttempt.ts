import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { faultOf, type Fault } from './faults'

export interface Attempt {
  busy: Ref<boolean>
  fault: ShallowRef<Fault | undefined>
  /** Whether to try would be of use now. */
  ready: ComputedRef<boolean>
  /** True if it went well. Does nothing while it is not ready. */
  run: (task: () => Promise<unknown>) => Promise<boolean>
  /** Says what is wrong without an attempt; undefined: nothing any more. */
  say: (fault: Fault | undefined) => void
}

/** Something that the gateway may refuse, one attempt at a time, and none while it has asked to wait. */
export function useAttempt(): Attempt {
  const busy = ref(false)
  const fault = shallowRef<Fault>()
  const waiting = ref(false)
  const ready = computed(() => !busy.value && !waiting.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => { clearTimeout(timer) })

  function refused(next: Fault): void {
    fault.value = next
    if (next.wait === undefined) return
    waiting.value = true
    timer = setTimeout(() => {
      waiting.value = false
      fault.value = undefined
    }, next.wait * 1_000)
  }

  return {
    busy,
    fault,
    ready,
    run: async (task) => {
      if (!ready.value) return false
      busy.value = true
      fault.value = undefined
      try {
        await task()
        return true
      } catch (error) {
        refused(faultOf(error))
        return false
      } finally {
        busy.value = false
      }
    },
    say: (next) => {
      if (!waiting.value) fault.value = next
    },
  }
}
