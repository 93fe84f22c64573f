import { ref, type Ref } from 'vue'
import { remember, remembered } from '../app/storage'

export const NAME_LENGTH = 32

/** A display name as the server cleans it: one line, nothing invisible, bounded. Empty where nothing is left. */
export function cleanName(input: string): string {
  return [...input.replace(/[\p{Z}\s]+/gu, ' ').replace(/\p{C}/gu, '').normalize('NFC').trim()].slice(0, NAME_LENGTH).join('').trim()
}

/** The chosen name, else one that tells this guest from the others; kept for the next visit. */
export function useGuestName(guest: string): { name: Ref<string>, choose: (input: string) => boolean } {
  const stored = cleanName(remembered('name') ?? '')
  const name = ref(stored === '' ? `${guest} ${1_000 + Math.floor(Math.random() * 9_000)}` : stored)
  if (stored === '') remember('name', name.value)
  return {
    name,
    choose: (input) => {
      const next = cleanName(input)
      if (next === '' || next === name.value) return false
      name.value = next
      remember('name', next)
      return true
    },
  }
}
