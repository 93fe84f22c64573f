import { ref, type Ref } from 'vue'
import type { Fault } from '../identity/faults'
import { parseInvite } from '../identity/invitation'
import { useAttempt, type Attempt } from '../identity/useAttempt'

export interface InvitationForm extends Pick<Attempt, 'busy' | 'fault' | 'ready'> {
  text: Ref<string>
  submit: () => Promise<boolean>
}

/** Takes a link or its code. `before` is what the invitation that the page was opened with met. */
export function useInvitationForm(accept: (code: string) => Promise<void>, before: Fault | undefined): InvitationForm {
  const text = ref('')
  const { busy, fault, ready, run, say } = useAttempt()
  say(before)
  return {
    text, busy, fault, ready,
    submit: async () => {
      const code = parseInvite(text.value)
      if (code === undefined) {
        say({ key: 'private.notOne' })
        return false
      }
      return await run(() => accept(code))
    },
  }
}
