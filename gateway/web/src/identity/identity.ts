/** From what each role may do least to most; each includes those before it. */
const ROLES = ['member', 'moderator', 'admin'] as const

export type Role = typeof ROLES[number]

/** Who sits here, as far as the gateway knows. */
export type Identity =
  /** Not asked yet. */
  | { kind: 'unknown' }
  | { kind: 'nobody' }
  /** Without an account, let into `rooms` by invitations. */
  | { kind: 'guest', id: string, name: string, rooms: readonly string[] }
  | { kind: 'account', id: string, name: string, role: Role }

/** Whoever has a session. */
export type Known = Extract<Identity, { id: string }>

export function isKnown(identity: Identity): identity is Known {
  return identity.kind === 'guest' || identity.kind === 'account'
}

/** Changes where another person sits here, not with a role or an invitation. */
export function personOf(identity: Identity): string {
  return isKnown(identity) ? identity.id : ''
}

export function mayInvite(identity: Identity): boolean {
  return identity.kind === 'account' && identity.role !== 'member'
}

/** Reads the person that `GET /auth/me` and every answer that lets in have; without an id it is nobody. */
export function parsePerson(value: unknown): Identity {
  const person = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const { id } = person
  if (typeof id !== 'string') return { kind: 'nobody' }
  const name = typeof person['name'] === 'string' ? person['name'] : id
  if (person['guest'] === true) return { kind: 'guest', id, name, rooms: texts(person['rooms']) }
  const roles = texts(person['roles'])
  return { kind: 'account', id, name, role: ROLES.findLast((role) => roles.includes(role)) ?? 'member' }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}
