import { nextTick, ref, watch, type Ref, type ShallowRef } from 'vue'

/** How near the end still counts as reading along, in pixels. */
const NEAR = 48

/** Follows new messages while the end is in view, else counts what came in below. */
export function useStickyScroll(
  list: Readonly<ShallowRef<HTMLElement | null>>,
  newest: () => string | undefined,
): { unread: Ref<number>, away: Ref<boolean>, onScroll: () => void, toEnd: () => void } {
  const unread = ref(0)
  const away = ref(false)

  function onScroll(): void {
    const element = list.value
    if (element === null) return
    away.value = element.scrollHeight - element.scrollTop - element.clientHeight > NEAR
    if (!away.value) unread.value = 0
  }

  function toEnd(): void {
    const element = list.value
    if (element === null) return
    element.scrollTop = element.scrollHeight
    away.value = false
    unread.value = 0
  }

  watch(newest, () => {
    if (away.value) unread.value += 1
    else void nextTick(toEnd)
  }, { flush: 'post' })

  return { unread, away, onScroll, toEnd }
}
