/** Seconds in front of a hole in which playback may already stand: the last picture lasts until its end. */
const BRINK = 0.25

/** Seconds behind the start of what follows a hole: a place that no rounding puts back into the hole. */
const INSIDE = 0.01

/**
 * Leads playback over holes in what is buffered.
 *
 * mpegts.js holds the newest one or two pictures back until it knows how long they last. Where a stream's headers
 * change, it appends them after the new headers, where browsers drop what is no key picture (xqq/mpegts.js#283). The
 * sound plays on over the hole, but the picture waits for what never comes. A seek to behind the hole ends that.
 *
 * Where one of them is a key picture, the browser decodes it by the new headers, and fails: then the engine is lost,
 * and a new one begins. So it does where the codec itself has changed.
 *
 * @returns lets go of the video
 */
export function leadOverHoles(video: HTMLVideoElement): () => void {
  let last = video.currentTime
  const look = (): void => {
    const target = behindHole(video, last)
    last = target ?? video.currentTime
    if (target !== undefined) video.currentTime = target
  }
  const controller = new AbortController()
  const { signal } = controller
  // time passes on; it stands, as it does in front of a hole; something came, perhaps what is behind the hole
  for (const sign of ['timeupdate', 'waiting', 'progress']) video.addEventListener(sign, look, { signal })
  // who seeks over a hole needs no help
  video.addEventListener('seeking', () => { last = video.currentTime }, { signal })
  return () => { controller.abort() }
}

type Played = Pick<HTMLVideoElement, 'buffered' | 'currentTime'>

/**
 * Where to go on, if a hole is right ahead, or was crossed since the time was `last`. Always within what is buffered:
 * mpegts.js takes a seek elsewhere as a reason to throw everything away.
 */
export function behindHole({ buffered, currentTime }: Played, last: number): number | undefined {
  for (let next = buffered.length - 1; next > 0; next -= 1) {
    const start = buffered.start(next)
    if (last >= start || currentTime < buffered.end(next - 1) - BRINK) continue
    const end = buffered.end(next)
    return currentTime > start && currentTime < end ? currentTime : start + Math.min(INSIDE, (end - start) / 2)
  }
  return undefined
}
