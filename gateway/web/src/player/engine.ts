import type { SourceEnd, Transport } from './source'

export interface EngineEvents {
  onEnd: (end: SourceEnd) => void
  /** The browser can't decode this stream; the detail is for the person who streams. */
  onUnplayable: (detail: string) => void
  onCodecs: (codecs: string) => void
}

/** Something that plays one stream into one video element until it ends or is destroyed. */
export interface Engine {
  readonly transport: Transport
  /** Bytes taken in so far. */
  received: () => number
  destroy: () => void
}

export type OpenEngine = (video: HTMLVideoElement, room: string, transport: Transport, events: EngineEvents) => Engine
