import { onScopeDispose, ref, type Ref, type ShallowRef } from 'vue'

export interface Screen {
  fullscreen: Ref<boolean>
  pipAvailable: boolean
  toggleFullscreen: () => void
  togglePip: () => void
}

export function useScreen(
  stage: Readonly<ShallowRef<HTMLElement | null>>,
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
): Screen {
  const fullscreen = ref(false)
  const update = (): void => {
    fullscreen.value = document.fullscreenElement !== null && document.fullscreenElement === stage.value
  }
  document.addEventListener('fullscreenchange', update)
  onScopeDispose(() => { document.removeEventListener('fullscreenchange', update) })

  return {
    fullscreen,
    pipAvailable: document.pictureInPictureEnabled,
    toggleFullscreen: () => {
      if (document.fullscreenElement !== null) quietly(document.exitFullscreen())
      else if (document.fullscreenEnabled) quietly(stage.value?.requestFullscreen())
      else enterOnIPhone(video.value)
    },
    togglePip: () => {
      if (document.pictureInPictureElement !== null) quietly(document.exitPictureInPicture())
      else quietly(video.value?.requestPictureInPicture())
    },
  }
}

/** iPhones give the whole screen to video elements only. */
function enterOnIPhone(video: HTMLVideoElement & { webkitEnterFullscreen?: () => void } | null): void {
  video?.webkitEnterFullscreen?.()
}

/** The browser may refuse (no picture yet, no permission): then the page stays as it is. */
function quietly(request: Promise<unknown> | undefined): void {
  request?.catch(() => undefined)
}
