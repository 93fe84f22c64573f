import { describe, expect, it } from 'vitest'
import { mayInvite, parsePerson } from './identity'

describe('parsePerson', () => {
  it.each([
    [{ id: null, name: null, roles: [], guest: true, rooms: [] }, { kind: 'nobody' }],
    [null, { kind: 'nobody' }],
    [{ id: 'g-1', name: 'Guest 1', roles: [], guest: true, rooms: ['lab'] }, { kind: 'guest', id: 'g-1', name: 'Guest 1', rooms: ['lab'] }],
    [{ id: 'a', name: 'ann', roles: ['member'], guest: false }, { kind: 'account', id: 'a', name: 'ann', role: 'member' }],
    [{ id: 'a', name: 'ann', roles: ['member', 'moderator', 'admin'], guest: false }, { kind: 'account', id: 'a', name: 'ann', role: 'admin' }],
    [{ id: 'a', roles: ['from-the-future'], guest: false }, { kind: 'account', id: 'a', name: 'a', role: 'member' }],
  ])('%j', (person, identity) => {
    expect(parsePerson(person)).toEqual(identity)
  })
})

it.each([['member', false], ['moderator', true], ['admin', true]] as const)('a %s may invite: %s', (role, expected) => {
  expect(mayInvite({ kind: 'account', id: 'a', name: 'ann', role })).toBe(expected)
})
