export type RoomNameFault = 'empty' | 'long' | 'characters'

export const ROOM_NAME_LENGTH = 64

/** Marks count as parts of the letter before them: the words of many scripts can't be written without. */
const ALLOWED = /^[\p{L}\p{Nd}._-][\p{L}\p{M}\p{Nd}._-]*$/u

/** A room's name in the form that is compared: no surrounding space, NFC. */
export function normalizeRoomName(input: string): string {
  return input.trim().normalize('NFC')
}

/** What is wrong with a normalized name; undefined where it may be used. Length counts characters, not UTF-16 units. */
export function roomNameFault(name: string): RoomNameFault | undefined {
  if (name === '') return 'empty'
  // "." and ".." would be folded away in every URL.
  if (!ALLOWED.test(name) || name === '.' || name === '..') return 'characters'
  if ([...name].length > ROOM_NAME_LENGTH) return 'long'
  return undefined
}
