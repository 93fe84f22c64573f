/** What the browser remembers for this page. Storage may be refused (private windows): then nothing is remembered. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`atrium.${key}`)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`atrium.${key}`, value)
  } catch {
    // full or refused: the choice holds until the page is left
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`atrium.${key}`)
  } catch {
    // refused: there was nothing
  }
}
