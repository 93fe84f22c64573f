/** Seconds that are buffered ahead of what is seen: what this page can know of the delay. */
export function bufferedAhead(video: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>): number {
  const { buffered } = video
  return buffered.length === 0 ? 0 : Math.max(0, buffered.end(buffered.length - 1) - video.currentTime)
}

/** Further behind than this, the picture jumps; up to it, slightly faster playback catches up unseen. */
export const LIVE_LIMIT = 3

/** Kept in front of the newest picture so that playback does not stall at once. */
const MARGIN = 0.5

/** A background tab's timers sleep, and a pause lasts: back to the newest picture in one step. */
export function jumpToLive(video: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>): void {
  const { buffered } = video
  if (buffered.length === 0) return
  const last = buffered.length - 1
  video.currentTime = Math.max(buffered.start(last), buffered.end(last) - MARGIN)
}
