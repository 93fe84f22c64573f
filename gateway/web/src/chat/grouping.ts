import type { TimelineEntry } from './timeline'

/** How long a person's messages belong together. */
const GROUP_SPAN = 5 * 60_000

/** Whether a message stands under the name and time of the one before it. */
export function continues(previous: TimelineEntry | undefined, entry: TimelineEntry): boolean {
  return previous !== undefined
    && !entry.gapBefore
    && previous.from.id === entry.from.id
    && previous.from.name === entry.from.name
    && Date.parse(entry.at) - Date.parse(previous.at) < GROUP_SPAN
}

/** A colour for a name that stays the same everywhere: FNV-1a onto the colour circle. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % 360
}
