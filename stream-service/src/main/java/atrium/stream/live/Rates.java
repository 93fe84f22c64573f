package atrium.stream.live;

import atrium.stream.media.MediaFrame;

/** How much a stream carries, measured over the last full second of its own time. */
final class Rates {

    private long since = Long.MIN_VALUE;
    private long bytes;
    private int pictures;
    private long bytesPerSecond;
    private double picturesPerSecond;

    void count(MediaFrame frame) {
        if (since == Long.MIN_VALUE || frame.dts() < since) {
            restart(frame.dts());
        }
        long elapsed = frame.dts() - since;
        if (elapsed >= MediaFrame.TIMEBASE) {
            bytesPerSecond = bytes * MediaFrame.TIMEBASE / elapsed;
            picturesPerSecond = (double) pictures * MediaFrame.TIMEBASE / elapsed;
            restart(frame.dts());
        }
        bytes += frame.payload().readableBytes();
        pictures += frame.isVideo() && !frame.isConfiguration() ? 1 : 0;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    double picturesPerSecond() {
        return picturesPerSecond;
    }

    void reset() {
        since = Long.MIN_VALUE;
        bytesPerSecond = 0;
        picturesPerSecond = 0;
    }

    private void restart(long dts) {
        since = dts;
        bytes = 0;
        pictures = 0;
    }
}
