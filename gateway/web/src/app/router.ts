import { computed, ref, type ComputedRef } from 'vue'

export type Route =
  | { kind: 'home' }
  | { kind: 'room', room: string }
  | { kind: 'missing', path: string }

/** Three addresses need no router library. Names arrive percent-encoded; a broken encoding is no page. */
export function parseRoute(path: string): Route {
  if (path === '/' || path === '/index.html') return { kind: 'home' }
  const name = /^\/rooms\/([^/]+)\/?$/.exec(path)?.[1]
  try {
    return name === undefined ? { kind: 'missing', path: decodeURI(path) } : { kind: 'room', room: decodeURIComponent(name) }
  } catch {
    return { kind: 'missing', path }
  }
}

export function roomPath(room: string): string {
  return `/rooms/${encodeURIComponent(room)}`
}

const path = ref(location.pathname)

window.addEventListener('popstate', () => {
  path.value = location.pathname
})

export function navigate(to: string): void {
  history.pushState(null, '', to)
  path.value = location.pathname
  window.scrollTo(0, 0)
}

export function useRoute(): ComputedRef<Route> {
  return computed(() => parseRoute(path.value))
}
