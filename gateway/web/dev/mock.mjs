// A stand-in for the gateway and its services, to look at the built page without them: `npm run bundle && npm run mock`.
// Rooms: demo (live where a program `ffmpeg` is installed), broken, empty, full, busy, flaky, staff (private).
// Accounts: admin and member, password as the name with `-password`.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { WebSocketServer } from 'ws'
import { answerAuth, mayEnter, personOf } from './mockAuth.mjs'

const DIST = join(import.meta.dirname, '..', 'dist')
const PORT = Number(process.env.PORT ?? 8088)
const CSP = "default-src 'self'; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const GUEST_LIMIT = 2 * 1024 * 1024

const streams = [
  { name: 'demo', state: 'live', source: null, publish: true, public: true, video: { codec: 'avc1.42C01F', width: 1280, height: 720, fps: 25 }, audio: { codec: 'mp4a.40.2', sampleRate: 44100, channels: 2 }, kbps: 1900, viewers: 12, uptimeSeconds: 300, instance: 'mock', reason: null },
  { name: '客厅摄像头', state: 'live', source: 'rtsp://***@10.0.0.7/', publish: false, public: true, video: null, audio: null, kbps: 800, viewers: 3, uptimeSeconds: 9000, instance: 'mock', reason: null },
  { name: 'broken', state: 'backing-off', source: 'rtsp://***@10.0.0.9/cam', publish: false, public: true, video: null, audio: null, kbps: 0, viewers: 0, uptimeSeconds: 0, instance: 'mock', reason: '401 Unauthorized' },
]
const files = new Map()
const rooms = new Map()

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function problem(response, status, title, detail) {
  json(response, status, { type: 'about:blank', status, title, detail, traceId: 'mock' })
}

function page(response, path) {
  const file = join(DIST, normalize(path))
  const found = existsSync(file) && statSync(file).isFile() ? file : join(DIST, 'index.html')
  response.writeHead(200, { 'content-type': TYPES[extname(found)] ?? 'application/octet-stream', 'content-security-policy': CSP })
  createReadStream(found).pipe(response)
}

function tus(request, response, id) {
  const version = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' }
  if (request.method === 'POST') {
    const length = Number(request.headers['upload-length'])
    if (length > GUEST_LIMIT) return problem(response, 413, 'Content Too Large', 'Guests may upload files of up to 2 MiB; this one has more.')
    const metadata = Object.fromEntries(String(request.headers['upload-metadata']).split(',').map((pair) => {
      const [key, value = ''] = pair.split(' ')
      return [key, Buffer.from(value, 'base64').toString()]
    }))
    const file = { id: randomUUID(), length, metadata, bytes: Buffer.alloc(0), createdAt: new Date().toISOString() }
    files.set(file.id, file)
    response.writeHead(201, { ...version, location: `/files/${file.id}`, 'upload-delete-token': file.id }).end()
    return undefined
  }
  const file = files.get(id)
  if (file === undefined) return problem(response, 404, 'Not Found', 'no such file')
  // whoever asks for the offset takes the upload over
  file.writer = undefined
  if (request.method === 'HEAD') return response.writeHead(200, { ...version, 'upload-offset': file.bytes.length, 'upload-length': file.length }).end()
  if (request.method === 'DELETE') {
    console.log('DELETE', file.metadata.filename, request.headers['upload-delete-token'] === id ? 'with its token' : 'without a token')
    files.delete(id)
    return response.writeHead(204, version).end()
  }
  if (request.method === 'GET') {
    return response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.metadata.filename)}` }).end(file.bytes)
  }
  // slow on purpose, so that progress and pause can be seen
  file.writer = request
  request.on('data', (chunk) => {
    if (file.writer !== request || request.destroyed) return
    file.bytes = Buffer.concat([file.bytes, chunk])
    request.pause()
    setTimeout(() => request.resume(), 40)
  })
  request.on('end', () => {
    response.writeHead(204, { ...version, 'upload-offset': file.bytes.length }).end()
    if (file.bytes.length === file.length) post(roomOf(file.metadata.room), { id: 'service', name: 'files' }, { kind: 'file', text: file.metadata.filename, file: file.id })
  })
  return undefined
}

function listFiles(room) {
  return [...files.values()].filter((file) => file.metadata.room === room && file.bytes.length === file.length).reverse().map((file) => ({
    id: file.id, name: file.metadata.filename, size: file.length, type: file.metadata.filetype, room,
    sha256: createHash('sha256').update(file.bytes).digest('hex'), createdAt: file.createdAt, url: `/files/${file.id}`,
  }))
}

function picture() {
  return spawn('ffmpeg', ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25', '-f', 'lavfi', '-i', 'sine=440:sample_rate=44100',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', '-'])
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://mock')
  const path = decodeURIComponent(url.pathname)
  if (path.startsWith('/auth/')) return answerAuth(request, response, path, json)
  const room = path === '/files' ? url.searchParams.get('room') : /^\/(?:chat\/rooms|stream\/api\/streams)\/([^/]+)$/.exec(path)?.[1]
  if (room && request.method === 'GET' && !mayEnter(request, room)) {
    return json(response, request.headers.cookie ? 403 : 401, { status: 403, code: 'room-private', title: 'This room is private' })
  }
  if (path.startsWith('/chat/rooms/')) return rooms.has(room) ? json(response, 200, { name: room }) : problem(response, 404, 'Not Found', 'no such room')
  if (path === '/stream/api/streams') return json(response, 200, streams)
  if (path.startsWith('/stream/api/streams/')) {
    const found = streams.find((stream) => stream.name === path.slice('/stream/api/streams/'.length))
    return found ? json(response, 200, found) : problem(response, 404, 'Not Found', 'no such stream')
  }
  if (path.startsWith('/stream/')) {
    const child = picture()
    response.writeHead(200, { 'content-type': 'video/x-flv' })
    child.stdout.pipe(response)
    response.on('close', () => child.kill())
    return undefined
  }
  if (path === '/chat/rooms') return json(response, 200, [...rooms].map(([name, room]) => ({ name, members: room.members.size })))
  if (path === '/files' && request.method === 'GET') return json(response, 200, listFiles(url.searchParams.get('room')))
  if (path === '/files' || path.startsWith('/files/')) return tus(request, response, path.slice('/files/'.length))
  return page(response, path)
})

const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.values().next().value ?? false })

function roomOf(name) {
  const room = rooms.get(name) ?? { epoch: randomUUID(), offset: 0, history: [], members: new Set() }
  rooms.set(name, room)
  return room
}

function post(room, from, fields) {
  room.offset += 1
  const message = { type: 'message', offset: room.offset, id: randomUUID(), at: new Date().toISOString(), from, kind: 'text', ...fields }
  room.history.push(message)
  for (const member of room.members) member.send(JSON.stringify(message))
  return message
}

function chat(socket, name, display) {
  const room = roomOf(name)
  if (name === 'full') return socket.close(4003, 'room full')
  const self = { id: randomUUID(), name: display, roles: ['guest'] }
  const say = (frame) => socket.send(JSON.stringify(frame))
  room.members.add(socket)
  say({ type: 'welcome', room: name, self, epoch: room.epoch, offset: room.offset, members: room.members.size, history: room.history.slice(-50), recovered: false })
  const presence = () => room.members.forEach((member) => member.send(JSON.stringify({ type: 'presence', members: room.members.size, joined: [], left: [] })))
  presence()
  let second = 0
  let count = 0
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data))
    if (frame.type === 'ping') return say({ type: 'pong' })
    if (frame.type === 'resume') return room.history.filter((message) => message.offset > frame.offset).forEach(say)
    const now = Math.floor(Date.now() / 1000)
    count = now === second ? count + 1 : 1
    second = now
    if (count > 3) return say({ type: 'error', ref: frame.ref, code: 'rate_limited', detail: 'at most 3 messages a second here' })
    const message = post(room, { id: self.id, name: self.name }, { text: frame.text, kind: frame.kind ?? 'text', file: frame.file })
    return say({ type: 'ack', ref: frame.ref, offset: message.offset })
  })
  socket.on('close', () => {
    room.members.delete(socket)
    presence()
  })
  if (name === 'flaky') setTimeout(() => socket.terminate(), 6_000)
  return undefined
}

function stream(socket, name) {
  if (process.env.NO_WS) return void socket.terminate()
  if (name === 'broken') return void setTimeout(() => socket.close(4504, '401 Unauthorized from rtsp://***@10.0.0.9/cam'), 1_500)
  const child = picture()
  child.stdout.on('data', (chunk) => socket.send(chunk))
  socket.on('close', () => child.kill())
  return undefined
}

server.on('upgrade', (request, socket, head) => {
  const url = new URL(request.url, 'http://mock')
  const path = decodeURIComponent(url.pathname)
  if (!mayEnter(request, path.split('/').at(-1).replace(/\.flv$/, ''))) return void socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')
  sockets.handleUpgrade(request, socket, head, (open) => {
    if (path.startsWith('/ws')) chat(open, path.slice('/ws/'.length) || 'lobby', url.searchParams.get('name') ?? personOf(request).name ?? 'guest')
    else stream(open, path.slice('/stream/'.length).replace(/\.flv$/, ''))
  })
})

const bot = { id: 'bot', name: 'Mira' }
const other = { id: 'bot2', name: '小明' }
post(roomOf('demo'), bot, { text: 'The picture is up. Sound as well?' })
post(roomOf('demo'), bot, { text: '<b>not bold</b> <img src=x onerror=alert(1)> https://example.org' })
post(roomOf('demo'), other, { text: '听得到，画面也很清楚！' })
post(roomOf('demo'), other, { text: '弹幕在这里', kind: 'danmaku' })
post(roomOf('demo'), { id: 'bot3', name: 'A very long display name indeed' }, { text: 'averyveryverylongwordwithoutanyspaceinitthatmustbreaksomewhereinsidethecolumn' })
setInterval(() => post(roomOf('busy'), bot, { text: `message ${roomOf('busy').offset + 1}` }), 50)

server.listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`))
