import type { DetailedError } from 'tus-js-client'
import { parseProblem, type Problem } from '../connection/problem'
import { session } from '../identity/useIdentity'

export interface TransferEvents {
  onProgress: (sent: number) => void
  onDone: (id: string) => void
  /** No problem where nothing came back. */
  onFailed: (problem: Problem | undefined) => void
}

/** One file on its way. `start` also continues after a pause, at the offset that the server has. */
export interface Transfer {
  start: () => void
  pause: () => void
  /** Ends it and removes what the server has of it. */
  cancel: () => void
}

export type OpenTransfer = (file: File, room: string, events: TransferEvents) => Promise<Transfer>

/** The creation's answer carries it; with it a guest may take back what is only half sent. */
const DELETE_TOKEN = 'Upload-Delete-Token'

const RETRY_DELAYS = [0, 1_000, 3_000, 5_000]

/** Uploads by tus 1.0. An upload that a closed page left behind continues when the same file is added again. */
export const openTusTransfer: OpenTransfer = async (file, room, events) => {
  const { Upload } = await import('tus-js-client')
  let deleteToken: string | undefined
  const upload = new Upload(file, {
    endpoint: '/files',
    metadata: { filename: file.name, filetype: file.type || 'application/octet-stream', room },
    retryDelays: RETRY_DELAYS,
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => mayRetry(error.originalResponse?.getStatus()),
    onAfterResponse: (_request, response) => { deleteToken ??= response.getHeader(DELETE_TOKEN) },
    onBeforeRequest: async (request) => {
      await session.ready()
      if (deleteToken !== undefined && request.getMethod() === 'DELETE') request.setHeader(DELETE_TOKEN, deleteToken)
    },
    onProgress: (sent) => { events.onProgress(sent) },
    onSuccess: () => { events.onDone(idOf(upload.url ?? '')) },
    onError: (error) => { events.onFailed(problemOf(error)) },
  })
  const [previous] = (await upload.findPreviousUploads()).filter((candidate) => candidate.metadata['room'] === room)
  if (previous !== undefined) upload.resumeFromPreviousUpload(previous)
  return {
    start: () => { upload.start() },
    pause: () => { void upload.abort().catch(() => undefined) },
    cancel: () => { void upload.abort(true).catch(() => undefined) },
  }
}

/** No answer, a lock held by a connection that is just dying, or a server in trouble: worth another attempt. */
export function mayRetry(status: number | undefined): boolean {
  return status === undefined || status === 0 || status === 408 || status === 409 || status === 423 || status === 429 || status >= 500
}

export function problemOf(error: Error | DetailedError): Problem | undefined {
  const response = 'originalResponse' in error ? error.originalResponse : null
  const status = response?.getStatus() ?? 0
  return response === null || status === 0 ? undefined : parseProblem(status, response.getBody())
}

export function idOf(url: string): string {
  return decodeURIComponent(new URL(url, location.href).pathname.split('/').at(-1) ?? '')
}
