import { onScopeDispose, ref, type Ref } from 'vue'

/** True when nobody has stirred for a while. */
export function useIdle(after: number): { idle: Ref<boolean>, stir: () => void } {
  const idle = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  const stir = (): void => {
    idle.value = false
    clearTimeout(timer)
    timer = setTimeout(() => { idle.value = true }, after)
  }
  onScopeDispose(() => { clearTimeout(timer) })
  stir()
  return { idle, stir }
}
