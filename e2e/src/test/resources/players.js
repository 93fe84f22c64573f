// One way to play each output. Each function gets a stream's base URL, begins to play, and returns how far it is when
// asked: {time, pictures, latency, error}.
window.players = (() => {
  const element = (tag) => {
    const added = document.createElement(tag);
    Object.assign(added, { muted: true, autoplay: true, width: 640, height: 360 });
    document.body.replaceChildren(added);
    return added;
  };
  const socket = (url) => url.replace(/^http/, 'ws');
  const progress = (video, latency = () => null) => {
    let error = null;
    video.addEventListener('error', () => (error = video.error && video.error.message));
    return {
      fail: (why) => (error = error || why),
      forgive: () => (error = null),
      now: () => ({
        time: video.currentTime,
        pictures: video.getVideoPlaybackQuality().totalVideoFrames,
        latency: latency(),
        error,
      }),
    };
  };

  // mpegts.js loses a picture or two where the headers change (its issue 283), and playback stops in front of that hole
  // until somebody seeks. The room page does the same, in player/holes.ts.
  const leadOverHoles = (video) => {
    let last = 0;
    const look = () => {
      const { buffered, currentTime } = video;
      const next = buffered.length - 1;
      if (next > 0 && last < buffered.start(next) && currentTime > buffered.end(next - 1) - 0.25) {
        video.currentTime = Math.max(currentTime, (buffered.start(next) + buffered.end(next)) / 2);
      }
      last = video.currentTime;
    };
    for (const sign of ['timeupdate', 'waiting', 'progress']) video.addEventListener(sign, look);
  };

  // Where mpegts.js has a key picture left at a change, that is decoded by the new headers, and fails: it starts anew.
  const mpegtsJs = (type, url) => {
    const video = element('video');
    const state = progress(video);
    let size = null;
    let changed = false;
    const begin = () => {
      const player = mpegts.createPlayer({ type, isLive: true, url }, { enableWorker: false, lazyLoad: false });
      player.on(mpegts.Events.MEDIA_INFO, ({ width, height }) => {
        const now = `${width}x${height}`;
        changed = changed || (size !== null && size !== now);
        size = now;
      });
      player.on(mpegts.Events.ERROR, (kind, detail) => {
        if (!changed) {
          state.fail(`${kind}: ${detail}`);
          return;
        }
        changed = false;
        player.destroy();
        state.forgive();
        begin();
      });
      player.attachMediaElement(video);
      player.load();
      player.play();
    };
    leadOverHoles(video);
    begin();
    return state.now;
  };

  // The text message tells the codecs of the binary ones after it.
  const mse = (url) => {
    const video = element('video');
    const media = new MediaSource();
    const state = progress(video);
    const waiting = [];
    let buffer = null;
    const append = () => {
      if (buffer && !buffer.updating && waiting.length > 0) buffer.appendBuffer(waiting.shift());
      if (video.buffered.length > 0 && video.currentTime < video.buffered.start(0)) {
        video.currentTime = video.buffered.start(0);
      }
    };
    media.addEventListener('sourceopen', () => {
      const connection = new WebSocket(url);
      connection.binaryType = 'arraybuffer';
      connection.onclose = (event) => state.fail(`closed: ${event.code} ${event.reason}`);
      connection.onmessage = ({ data }) => {
        if (typeof data === 'string') {
          if (!MediaSource.isTypeSupported(data)) state.fail(`not supported: ${data}`);
          if (buffer) {
            buffer.changeType(data);
          } else {
            buffer = media.addSourceBuffer(data);
            buffer.addEventListener('updateend', append);
          }
        } else {
          waiting.push(data);
          append();
        }
      };
    });
    video.src = URL.createObjectURL(media);
    return state.now;
  };

  const hls = (url, lowLatencyMode) => {
    const video = element('video');
    const player = new Hls({ lowLatencyMode, enableWorker: false, maxLiveSyncPlaybackRate: 1.5 });
    const state = progress(video, () => player.latency);
    player.on(Hls.Events.ERROR, (event, data) => data.fatal && state.fail(`${data.type}: ${data.details}`));
    player.loadSource(url);
    player.attachMedia(video);
    return state.now;
  };

  const jsmpeg = (url) => {
    const canvas = element('canvas');
    let pictures = 0;
    const player = new JSMpeg.Player(
      url,
      { canvas, audio: false, disableGl: true, videoBufferSize: 1024 * 1024, onVideoDecode: () => pictures++ },
      {},
    );
    return () => ({ time: player.currentTime, pictures, latency: null, error: null });
  };

  const file = (url) => {
    const video = element('video');
    const state = progress(video);
    video.src = url;
    return state.now;
  };

  return {
    'flv-http': (base) => mpegtsJs('flv', `${base}.flv`),
    'flv-websocket': (base) => mpegtsJs('flv', socket(`${base}.flv`)),
    'mpegts-http': (base) => mpegtsJs('mse', `${base}.ts`),
    'mpegts-websocket': (base) => mpegtsJs('mse', socket(`${base}.ts`)),
    'fmp4-http': (base) => file(`${base}.mp4`),
    'fmp4-websocket': (base) => mse(socket(`${base}.mp4`)),
    hls: (base) => hls(`${base}/index.m3u8`, false),
    'hls-low-latency': (base) => hls(`${base}/index.m3u8`, true),
    jsmpeg: (base) => jsmpeg(socket(`${base}.mpeg1`)),
  };
})();

// How much the picture varies: 0 for one colour.
window.pictureVariance = () => {
  const shown = document.querySelector('video, canvas');
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 36;
  const context = canvas.getContext('2d');
  context.drawImage(shown, 0, 0, 64, 36);
  const { data } = context.getImageData(0, 0, 64, 36);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i += 4) {
    const light = data[i] + data[i + 1] + data[i + 2];
    sum += light;
    squares += light * light;
  }
  const n = data.length / 4;
  return squares / n - (sum / n) ** 2;
};
