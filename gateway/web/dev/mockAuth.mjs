// The gateway's sign-in for the mock: sessions by cookie, invitations, nothing kept.
import { randomBytes } from 'node:crypto'

const ROLES = ['member', 'moderator', 'admin']
const NOBODY = { id: null, name: null, roles: [], guest: true, rooms: [] }
const PRIVATE = 'staff'
const LIFETIME = Number(process.env.TOKEN_SECONDS ?? 300)
const sessions = new Map()
const invites = new Map()
let wrong = 0

function cookie(request, name) {
  return new RegExp(`(?:^|; )${name}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1]
}

export function personOf(request) {
  return sessions.get(cookie(request, 'atrium_access')) ?? NOBODY
}

export function mayEnter(request, room) {
  const person = personOf(request)
  return room !== PRIVATE || (person.guest ? person.rooms.includes(room) : true)
}

function account(name) {
  return { id: `account-${name}`, name, roles: name === 'admin' ? ROLES : ROLES.slice(0, 1), guest: false, rooms: [] }
}

export async function answerAuth(request, response, path, json) {
  const refused = (status, code, headers) => json(response, status, { status, code, title: code }, headers)
  const cookies = (access, refresh, seconds) => ({ 'set-cookie': [
    `atrium_access=${access}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}`,
    `atrium_refresh=${refresh}; HttpOnly; SameSite=Strict; Path=/auth; Max-Age=${seconds === 0 ? 0 : 86_400}`,
  ] })
  const letIn = (person, session = randomBytes(8).toString('hex')) => {
    sessions.set(session, person)
    json(response, 200, { accessToken: 'mock', expiresIn: LIFETIME, account: person }, cookies(session, session, LIFETIME))
  }
  let text = ''
  for await (const chunk of request) text += chunk
  const body = text === '' ? {} : JSON.parse(text)
  const person = personOf(request)
  switch (`${request.method} ${path}`) {
    case 'GET /auth/me': return json(response, 200, person)
    case 'POST /auth/sign-in':
      if (['admin', 'member'].includes(body.name) && body.password === `${body.name}-password`) return letIn(account(body.name))
      wrong += 1
      return wrong % 4 === 0 ? refused(429, 'too-many-attempts', { 'retry-after': '5' }) : refused(401, 'wrong-credentials')
    case 'POST /auth/refresh': {
      const session = cookie(request, 'atrium_refresh')
      return sessions.has(session) ? letIn(sessions.get(session), session) : json(response, 401, { status: 401, code: 'session-ended' }, cookies('', '', 0))
    }
    case 'POST /auth/sign-out':
      sessions.delete(cookie(request, 'atrium_refresh'))
      return response.writeHead(204, cookies('', '', 0)).end()
    case 'POST /auth/guest': {
      if (!person.guest) return refused(400, 'bad-request')
      const room = invites.get(body.invite)
      if (room === undefined) return refused(410, 'invite-ended')
      invites.delete(body.invite)
      return letIn({ ...person, id: person.id ?? 'g-1', name: body.name, rooms: [...person.rooms, room] })
    }
    case 'PUT /auth/me/password':
      return body.old === `${person.name}-password` ? response.writeHead(204).end() : refused(401, 'wrong-credentials')
    case 'POST /auth/invites': {
      if (!person.roles.includes('moderator')) return refused(403, 'forbidden')
      const invite = `${randomBytes(16).toString('hex')}.${randomBytes(32).toString('base64url')}`
      invites.set(invite, body.room)
      return json(response, 201, { id: invite.slice(0, 32), room: body.room, uses: 1, expires: new Date(Date.now() + 604_800_000).toISOString(), invite })
    }
    default: return refused(404, 'not-found')
  }
}
