import { onScopeDispose } from 'vue'

/** Runs `task` now, then again and again while the tab is visible, and at once when it becomes so. */
export function usePolling(task: (signal: AbortSignal) => Promise<void>, every: () => number): { now: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  const run = async (): Promise<void> => {
    clearTimeout(timer)
    running?.abort()
    const controller = (running = new AbortController())
    await task(controller.signal).catch(() => undefined)
    if (running === controller && !document.hidden) timer = setTimeout(now, every())
  }
  const now = (): void => {
    void run()
  }
  const onVisibility = (): void => {
    if (document.hidden) clearTimeout(timer)
    else now()
  }

  document.addEventListener('visibilitychange', onVisibility)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onVisibility)
    clearTimeout(timer)
    running?.abort()
    running = undefined
  })
  now()
  return { now }
}
