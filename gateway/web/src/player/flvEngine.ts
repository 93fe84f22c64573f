import mpegts from 'mpegts.js'
import type { Engine, EngineEvents } from './engine'
import { leadOverHoles } from './holes'
import { openSource, streamUrl, type Source, type SourceEnd, type Transport } from './source'

/** Plays FLV through Media Source Extensions. Loaded on demand: the largest part of the page. */
export function isSupported(): boolean {
  return mpegts.getFeatureList().mseLivePlayback
}

mpegts.LoggingControl.applyConfig({ enableVerbose: false, enableDebug: false, enableInfo: false, enableWarn: false, enableError: false })

/**
 * Starts at the key frame that the server sends first, plays a little faster until it is live, and
 * stays there. Demuxing stays on the main thread: one stream costs little, and workers made of
 * blobs would need a wider content security policy.
 */
const CONFIG: mpegts.Config = {
  enableWorker: false,
  enableStashBuffer: false,
  lazyLoad: false,
  deferLoadAfterSourceOpen: false,
  liveSync: true,
  liveSyncMaxLatency: 1.2,
  liveSyncTargetLatency: 0.6,
  liveSyncPlaybackRate: 1.2,
  autoCleanupSourceBuffer: true,
  autoCleanupMaxBackwardDuration: 60,
  autoCleanupMinBackwardDuration: 30,
}

export function openFlvEngine(video: HTMLVideoElement, room: string, transport: Transport, events: EngineEvents): Engine {
  let received = 0
  const report = {
    onBytes: (count: number) => { received += count },
    onEnd: events.onEnd,
  }
  const url = streamUrl(location, room, transport)
  const player = mpegts.createPlayer({ type: 'flv', isLive: true, url }, { ...CONFIG, customLoader: loaderFor(report) })
  player.on(mpegts.Events.ERROR, (type: string, detail: string, info?: { msg?: string }) => {
    if (type === mpegts.ErrorTypes.NETWORK_ERROR) events.onEnd({ kind: 'lost' })
    else if (detail === mpegts.ErrorDetails.MEDIA_MSE_ERROR) events.onEnd({ kind: 'lost' })
    else events.onUnplayable(info?.msg ?? detail)
  })
  player.on(mpegts.Events.MEDIA_INFO, (info: mpegts.MSEPlayerMediaInfo) => {
    events.onCodecs([info.videoCodec, info.audioCodec].filter((codec) => codec !== undefined && codec !== '').join(', '))
  })
  player.attachMediaElement(video)
  player.load()
  const release = leadOverHoles(video)
  return {
    transport,
    received: () => received,
    destroy: () => {
      release()
      // not at once: what it still has to tell of the present turn, it tells through what it has just thrown away
      setTimeout(() => { player.destroy() })
    },
  }
}

/** `LoaderStatus` of mpegts.js. */
const IDLE = 0
const CONNECTING = 1
const BUFFERING = 2
const COMPLETE = 4

interface LoaderReport {
  onBytes: (count: number) => void
  onEnd: (end: SourceEnd) => void
}

/** mpegts.js' own WebSocket loader drops the close code and reason, which say why there is no picture. */
function loaderFor(report: LoaderReport): mpegts.CustomLoaderConstructor {
  return class LiveLoader implements mpegts.BaseLoader {
    readonly type = 'live-loader'
    readonly _needStash = true
    readonly needStashBuffer = true
    _status: number = IDLE
    // mpegts.js sets these before it opens the loader
    declare onContentLengthKnown: mpegts.BaseLoader['onContentLengthKnown']
    declare onURLRedirect: mpegts.BaseLoader['onURLRedirect']
    declare onDataArrival: mpegts.BaseLoader['onDataArrival']
    declare onError: mpegts.BaseLoader['onError']
    declare onComplete: mpegts.BaseLoader['onComplete']
    private source: Source | undefined
    private length = 0

    get status(): number {
      return this._status
    }

    isWorking(): boolean {
      return this._status === CONNECTING || this._status === BUFFERING
    }

    open(segment: mpegts.MediaSegment): void {
      this._status = CONNECTING
      this.source = openSource(segment.url, {
        onBytes: (bytes) => {
          this._status = BUFFERING
          const start = this.length
          this.length += bytes.byteLength
          report.onBytes(bytes.byteLength)
          this.onDataArrival(bytes, start, this.length)
        },
        onEnd: (end) => {
          this._status = COMPLETE
          report.onEnd(end)
        },
      })
    }

    abort(): void {
      this.source?.close()
      this.source = undefined
      this._status = COMPLETE
    }

    destroy(): void {
      this.abort()
    }
  }
}
