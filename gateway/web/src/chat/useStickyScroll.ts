import { onMounted, onScopeDispose, nextTick, ref, watch, type Ref, type ShallowRef } from 'vue'

/** How near the end still counts as reading along, in pixels. */
const NEAR = 48

/**
 * Follows new messages while the end is in view, else counts what came in below. `height` changes
 * whenever rows grow without a new message.
 */
export function useStickyScroll(
  list: Readonly<ShallowRef<HTMLElement | null>>,
  newest: () => string | undefined,
  height: () => number,
): { unread: Ref<number>, away: Ref<boolean>, onScroll: () => void, toEnd: () => void } {
  const unread = ref(0)
  const away = ref(false)
  // the keyboard of a phone and a growing input take their height from the list
  const resized = new ResizeObserver(stay)

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

  function stay(): void {
    if (!away.value) toEnd()
  }

  watch(newest, () => {
    if (away.value) unread.value += 1
    else void nextTick(toEnd)
  }, { flush: 'post' })
  watch(height, stay, { flush: 'post' })
  onMounted(() => {
    if (list.value !== null) resized.observe(list.value)
  })
  onScopeDispose(() => { resized.disconnect() })

  return { unread, away, onScroll, toEnd }
}
