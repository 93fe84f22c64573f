import { onScopeDispose, ref, type Ref, type ShallowRef } from 'vue'

export interface Disclosure {
  open: Ref<boolean>
  toggle: () => void
  /** Closes it and puts the focus back on what opened it. */
  close: () => void
}

/** A panel below a button: gone with Escape, with a click beside it, and when the focus leaves it. */
export function useDisclosure(
  whole: Readonly<ShallowRef<HTMLElement | null>>,
  opener: Readonly<ShallowRef<HTMLElement | null>>,
): Disclosure {
  const open = ref(false)
  const controller = new AbortController()
  const { signal } = controller

  function close(): void {
    if (!open.value) return
    open.value = false
    opener.value?.focus()
  }

  function hideBeside(event: Event): void {
    if (event.target instanceof Node && whole.value?.contains(event.target) !== true) open.value = false
  }

  document.addEventListener('pointerdown', hideBeside, { signal })
  document.addEventListener('focusin', hideBeside, { signal })
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close() }, { signal })
  onScopeDispose(() => { controller.abort() })

  return { open, toggle: () => { open.value = !open.value }, close }
}
