import { onScopeDispose, ref, type Ref } from 'vue'

/** Copies text and says so for a moment. */
export function useCopy(): { copied: Ref<boolean>, copy: (text: string) => Promise<void> } {
  const copied = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => { clearTimeout(timer) })
  return {
    copied,
    copy: async (text) => {
      await write(text)
      copied.value = true
      clearTimeout(timer)
      timer = setTimeout(() => { copied.value = false }, 2_000)
    },
  }
}

/** The clipboard interface exists only on secure origins; a page on a local network's plain HTTP has the old way. */
async function write(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text)
    return
  }
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  // outside of an open dialog nothing can be selected
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a secure context
  document.execCommand('copy')
  area.remove()
}
