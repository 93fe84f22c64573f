/** Runs one task at a time. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>

const LOCK = 'atrium.session'

/** A tab that was frozen with the lock must not keep the others from it for ever. */
const PATIENCE = 5_000

/**
 * One task at a time in all tabs of this browser: what changes the cookies must not overtake. Web Locks exist on secure
 * origins only; without them it is one at a time in this tab, and the gateway bears with two tabs at once.
 */
export function inTurnOfAllTabs(): InTurn {
  const inTurn = inTurnOfThisTab()
  return (task) => inTurn(() => 'locks' in navigator ? locked(task) : task())
}

export function inTurnOfThisTab(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const next = last.then(task)
    last = next.catch(() => undefined)
    return next
  }
}

async function locked<T>(task: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined
  const start = (): Promise<T> => (running ??= task())
  try {
    await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(PATIENCE) }, start)
  } catch {
    // the lock was not to be had, or the task has failed, which is told below
  }
  return await start()
}
