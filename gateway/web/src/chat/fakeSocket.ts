import type { ChatSocket } from './connection'

/** The server's side of a socket, for tests. */
export class FakeSocket implements ChatSocket {
  onopen: ChatSocket['onopen'] = null
  onclose: ChatSocket['onclose'] = null
  onmessage: ChatSocket['onmessage'] = null
  readonly sent: unknown[] = []
  closed = false

  constructor(readonly url: string, readonly protocol: string) {}

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    this.sent.push(JSON.parse(data as string))
  }

  close(): void {
    this.closed = true
  }

  opened(): void {
    this.onopen?.call(this as unknown as WebSocket, new Event('open'))
  }

  receives(frame: object): void {
    this.receivesText(JSON.stringify(frame))
  }

  receivesText(data: string): void {
    this.onmessage?.call(this as unknown as WebSocket, new MessageEvent('message', { data }))
  }

  closes(code: number, reason = ''): void {
    this.onclose?.call(this as unknown as WebSocket, new CloseEvent('close', { code, reason }))
  }
}
