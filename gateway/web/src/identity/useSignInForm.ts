import { ref, type Ref } from 'vue'
import type { Session } from './session'
import { useAttempt, type Attempt } from './useAttempt'

export interface SignInForm extends Pick<Attempt, 'busy' | 'fault' | 'ready'> {
  name: Ref<string>
  password: Ref<string>
  /** True once somebody is signed in. */
  submit: () => Promise<boolean>
}

export function useSignInForm(session: Pick<Session, 'signIn'>): SignInForm {
  const name = ref('')
  const password = ref('')
  const { busy, fault, ready, run, say } = useAttempt()
  return {
    name, password, busy, fault, ready,
    submit: async () => {
      if (name.value.trim() === '' || password.value === '') {
        say({ key: 'signIn.missing' })
        return false
      }
      return await run(() => session.signIn(name.value.trim(), password.value))
    },
  }
}
