import { ref, type Ref } from 'vue'
import type { AuthApi } from './authApi'
import type { Session } from './session'
import { useAttempt, type Attempt } from './useAttempt'
import type { MessageKey } from '../i18n/i18n'

export const PASSWORD_SHORTEST = 10
export const PASSWORD_LONGEST = 128

export interface PasswordForm extends Pick<Attempt, 'busy' | 'fault' | 'ready'> {
  old: Ref<string>
  next: Ref<string>
  again: Ref<string>
  /** True once the new one counts. */
  submit: () => Promise<boolean>
}

export function usePasswordForm(session: Pick<Session, 'ask'>, api: Pick<AuthApi, 'changePassword'>): PasswordForm {
  const old = ref('')
  const next = ref('')
  const again = ref('')
  const { busy, fault, ready, run, say } = useAttempt()
  return {
    old, next, again, busy, fault, ready,
    submit: async () => {
      const wrong = passwordFault(next.value, again.value)
      if (wrong !== undefined) {
        say({ key: wrong })
        return false
      }
      return await run(() => session.ask(() => api.changePassword(old.value, next.value)))
    },
  }
}

/** What is wrong with a new password before anybody is asked. Length counts characters, and nothing else is demanded. */
export function passwordFault(next: string, again: string): MessageKey | undefined {
  const length = [...next].length
  if (length < PASSWORD_SHORTEST || length > PASSWORD_LONGEST) return 'password.length'
  return next === again ? undefined : 'password.differs'
}
