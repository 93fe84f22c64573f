import { computed, ref, watchEffect, type ComputedRef } from 'vue'
import { remember, remembered } from '../app/storage'

export type Theme = 'light' | 'dark'

/** The remembered choice; none = what the system says, and follows it. */
const chosen = ref<Theme | undefined>(asTheme(remembered('theme')))
const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
system.addEventListener('change', (event) => {
  systemIsDark.value = event.matches
})

const theme = computed<Theme>(() => chosen.value ?? (systemIsDark.value ? 'dark' : 'light'))

watchEffect(() => {
  if (chosen.value === undefined) delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen.value
})

function asTheme(stored: string | null): Theme | undefined {
  return stored === 'light' || stored === 'dark' ? stored : undefined
}

export function useTheme(): { theme: ComputedRef<Theme>, toggle: () => void } {
  return {
    theme,
    toggle: () => {
      chosen.value = theme.value === 'dark' ? 'light' : 'dark'
      remember('theme', chosen.value)
    },
  }
}
