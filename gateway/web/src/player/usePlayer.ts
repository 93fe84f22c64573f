import { computed, onMounted, onScopeDispose, reactive, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { remember, remembered } from '../app/storage'
import type { OpenEngine } from './engine'
import { bufferedAhead, jumpToLive, LIVE_LIMIT } from './live'
import { Playback, type PlaybackState } from './playback'
import type { Transport } from './source'
import { lookUpStream, type StreamInfo } from './streamApi'

export interface PlayerStatistics {
  width: number
  height: number
  codecs: string
  kbps: number
  ahead: number
  fps: number
  dropped: number
  transport: Transport
}

export interface Player {
  state: ShallowRef<PlaybackState>
  info: ShallowRef<StreamInfo | undefined>
  /** What the person asked for; the browser may still refuse to start. */
  wantsPlay: Ref<boolean>
  /** The browser starts nothing before a click. */
  blocked: Ref<boolean>
  muted: Ref<boolean>
  volume: Ref<number>
  behind: Ref<boolean>
  statistics: PlayerStatistics
  togglePlay: () => void
  toggleMute: () => void
  setVolume: (volume: number) => void
  toLive: () => void
  retry: () => void
}

/** After a pause of this length the connection is given back. */
const PAUSE_KEEPS = 10_000

async function loadFlvEngine(): Promise<OpenEngine | undefined> {
  const engine = await import('./flvEngine')
  return engine.isSupported() ? engine.openFlvEngine : undefined
}

export function usePlayer(room: string, video: Readonly<ShallowRef<HTMLVideoElement | null>>): Player {
  const state = shallowRef<PlaybackState>({ kind: 'checking' })
  const info = shallowRef<StreamInfo>()
  const wantsPlay = ref(true)
  const blocked = ref(false)
  const muted = ref(remembered('muted') !== 'false')
  const volume = ref(asVolume(remembered('volume')))
  const statistics = reactive<PlayerStatistics>({
    width: 0, height: 0, codecs: '', kbps: 0, ahead: 0, fps: 0, dropped: 0, transport: 'websocket',
  })
  let playback: Playback | undefined
  let pauseTimer: ReturnType<typeof setTimeout> | undefined
  const disposers: (() => void)[] = []

  onMounted(() => {
    const element = video.value
    if (element === null) return
    playback = new Playback({
      video: element,
      room,
      lookUp: lookUpStream,
      loadEngine: loadFlvEngine,
      onState: (next) => { state.value = next },
      onInfo: (next) => { info.value = next },
      onCodecs: (codecs) => { statistics.codecs = codecs },
    })
    const removeListeners = listen(element, playback)
    const sampler = setInterval(sampleOf(element, playback), 1_000)
    disposers.push(removeListeners, () => { clearInterval(sampler) })
    playback.start()
  })

  onScopeDispose(() => {
    clearTimeout(pauseTimer)
    for (const dispose of disposers) dispose()
    playback?.stop()
  })

  function listen(element: HTMLVideoElement, current: Playback): () => void {
    const controller = new AbortController()
    const { signal } = controller
    element.addEventListener('canplay', () => { void begin() }, { signal })
    element.addEventListener('playing', () => { current.playing() }, { signal })
    document.addEventListener('visibilitychange', () => { if (!document.hidden) catchUp() }, { signal })
    for (const change of ['online', 'offline']) window.addEventListener(change, () => { current.networkChanged() }, { signal })
    return () => { controller.abort() }
  }

  /** Browsers start sound only after a click: try as remembered, then silent, then ask. */
  async function begin(): Promise<void> {
    const element = video.value
    if (element === null || !wantsPlay.value || !element.paused) return
    element.volume = volume.value
    element.muted = muted.value
    try {
      await element.play()
      blocked.value = false
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      if (element.muted) blocked.value = true
      else {
        muted.value = true
        await begin()
      }
    }
  }

  function catchUp(): void {
    const element = video.value
    if (element === null || !wantsPlay.value) return
    if (bufferedAhead(element) > LIVE_LIMIT / 2) jumpToLive(element)
    if (element.paused) void begin()
  }

  function sampleOf(element: HTMLVideoElement, current: Playback): () => void {
    let lastBytes = 0
    let lastFrames = 0
    return () => {
      const quality = element.getVideoPlaybackQuality()
      const bytes = current.received
      statistics.kbps = Math.max(0, bytes - lastBytes) * 8 / 1_000
      statistics.fps = Math.max(0, quality.totalVideoFrames - lastFrames)
      statistics.dropped = quality.droppedVideoFrames
      statistics.width = element.videoWidth
      statistics.height = element.videoHeight
      statistics.ahead = bufferedAhead(element)
      statistics.transport = current.transportInUse
      lastBytes = bytes
      lastFrames = quality.totalVideoFrames
      if (wantsPlay.value && !document.hidden && statistics.ahead > LIVE_LIMIT) jumpToLive(element)
    }
  }

  function togglePlay(): void {
    const element = video.value
    if (element === null) return
    clearTimeout(pauseTimer)
    if (blocked.value || !wantsPlay.value) {
      wantsPlay.value = true
      blocked.value = false
      if (state.value.kind === 'paused') playback?.retryNow()
      else toLive()
    } else {
      wantsPlay.value = false
      element.pause()
      pauseTimer = setTimeout(() => { playback?.suspend() }, PAUSE_KEEPS)
    }
  }

  function toLive(): void {
    const element = video.value
    if (element === null) return
    jumpToLive(element)
    void begin()
  }

  function applySound(): void {
    const element = video.value
    if (element !== null) {
      element.muted = muted.value
      element.volume = volume.value
    }
    remember('muted', String(muted.value))
    remember('volume', String(volume.value))
  }

  return {
    state, info, wantsPlay, blocked, muted, volume, statistics,
    behind: computed(() => !wantsPlay.value && state.value.kind === 'live'),
    togglePlay,
    toggleMute: () => {
      muted.value = !muted.value
      if (!muted.value && volume.value === 0) volume.value = 0.5
      applySound()
    },
    setVolume: (next) => {
      volume.value = Math.min(1, Math.max(0, next))
      muted.value = volume.value === 0
      applySound()
    },
    toLive,
    retry: () => { playback?.retryNow() },
  }
}

function asVolume(stored: string | null): number {
  const value = Number(stored ?? 1)
  return value >= 0 && value <= 1 ? value : 1
}
