/** The JSON mode of the chat: one object a text frame, subprotocol `atrium.chat.v1`. */
export const SUBPROTOCOL = 'atrium.chat.v1'

/** The most that one message may hold, in bytes of UTF-8. */
export const MESSAGE_LIMIT = 4 * 1024

/** Close codes of the chat beyond RFC 6455's. */
export const CLOSE_ROOM_FULL = 4003
export const CLOSE_SLOW_CONSUMER = 4008
export const CLOSE_KICKED = 4010
export const CLOSE_ROOM_PRIVATE = 4011

export type MessageKind = 'text' | 'danmaku' | 'file'

export interface ChatMessage {
  offset: number
  id: string
  at: string
  from: { id: string, name: string }
  kind: MessageKind
  text: string
  file: string | undefined
}

export interface Welcome {
  type: 'welcome'
  room: string
  self: { id: string, name: string }
  epoch: string
  offset: number
  members: number
  history: ChatMessage[]
  recovered: boolean
  /** Ids of messages that were taken back while this page was away. */
  deleted: string[]
}

export type ServerFrame =
  | Welcome
  | { type: 'message', message: ChatMessage }
  | { type: 'ack', ref: string, offset: number }
  | { type: 'error', ref: string | undefined, code: string, detail: string }
  | { type: 'presence', members: number }
  | { type: 'moderation', action: string, target: string }
  | { type: 'pong' }

export type ClientFrame =
  | { type: 'send', text: string, ref: string }
  | { type: 'resume', epoch: string, offset: number }
  | { type: 'ping' }

type Fields = Record<string, unknown>

/** Reads one frame; undefined for what this page does not know, which a newer server may send. */
export function parseFrame(data: string): ServerFrame | undefined {
  const frame = fieldsOf(parse(data))
  if (frame === undefined) return undefined
  switch (frame['type']) {
    case 'welcome': return welcomeOf(frame)
    case 'message': {
      const message = messageOf(frame)
      return message && { type: 'message', message }
    }
    case 'ack': return { type: 'ack', ref: text(frame['ref']), offset: number(frame['offset']) }
    case 'error': {
      const ref = frame['ref'] === undefined || frame['ref'] === null ? undefined : text(frame['ref'])
      return { type: 'error', ref, code: text(frame['code']), detail: text(frame['detail']) }
    }
    case 'presence': return { type: 'presence', members: number(frame['members']) }
    case 'moderation': return { type: 'moderation', action: text(frame['action']), target: text(frame['target']) }
    case 'pong': return { type: 'pong' }
    default: return undefined
  }
}

function welcomeOf(frame: Fields): Welcome {
  const self = fieldsOf(frame['self']) ?? {}
  const history: unknown[] = Array.isArray(frame['history']) ? frame['history'] : []
  return {
    type: 'welcome',
    room: text(frame['room']),
    self: { id: text(self['id']), name: text(self['name']) },
    epoch: text(frame['epoch']),
    offset: number(frame['offset']),
    members: number(frame['members']),
    history: history.map((entry) => messageOf(fieldsOf(entry))).filter((entry) => entry !== undefined),
    recovered: frame['recovered'] === true,
    deleted: Array.isArray(frame['deleted']) ? frame['deleted'].map(text) : [],
  }
}

function messageOf(fields: Fields | undefined): ChatMessage | undefined {
  if (fields === undefined || typeof fields['offset'] !== 'number') return undefined
  const from = fieldsOf(fields['from']) ?? {}
  const kind = fields['kind']
  return {
    offset: fields['offset'],
    id: text(fields['id']),
    at: text(fields['at']),
    from: { id: text(from['id']), name: text(from['name']) },
    kind: kind === 'danmaku' || kind === 'file' ? kind : 'text',
    text: text(fields['text']),
    file: typeof fields['file'] === 'string' ? fields['file'] : undefined,
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
