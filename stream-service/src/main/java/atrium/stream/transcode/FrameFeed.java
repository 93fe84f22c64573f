package atrium.stream.transcode;

import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way from a stream to an encoder: put in on the stream's loop, which never waits, and taken by the
 * thread that writes to the encoder.
 *
 * <p>The first is a key picture, where there are pictures. An encoder that is too slow loses whole groups of them: if the oldest frame that waits is {@link #MAX_BEHIND}
 * older than a key picture that comes, everything that waits is dropped and encoding goes on at that picture; beyond
 * {@link #MAX_BYTES} nothing more is taken up to the next one.
 */
final class FrameFeed {

    /** Looked at when a key picture comes only, so the group with which a stream begins may be longer. */
    static final long MAX_BEHIND = 2 * MediaFrame.TIMEBASE;

    static final long MAX_BYTES = 32L << 20;

    private final Deque<MediaFrame> frames = new ArrayDeque<>();
    private final boolean pictures;
    private final Counter dropped;
    private long bytes;
    private boolean skipping;
    private boolean closed;

    /** @param pictures whether the stream has any; else encoding can begin at each frame */
    FrameFeed(boolean pictures, Counter dropped) {
        this.pictures = pictures;
        this.dropped = dropped;
        this.skipping = pictures;
    }

    /** Takes ownership of {@code frame}. */
    synchronized void offer(MediaFrame frame) {
        if (closed) {
            frame.release();
            return;
        }
        boolean start = !pictures || frame.isKeyPicture();
        int size = frame.payload().readableBytes();
        if (start && isBehind(frame)) {
            dropAll();
        }
        if (bytes + size > MAX_BYTES) {
            dropAll();
            skipping = true;
        }
        skipping &= !start;
        if (skipping) {
            dropped.increment();
            frame.release();
            return;
        }
        frames.addLast(frame);
        bytes += size;
        notifyAll();
    }

    /** The next frame, which then is the caller's, as soon as there is one; none if the feed is closed. */
    synchronized @Nullable MediaFrame take() throws InterruptedException {
        while (frames.isEmpty() && !closed) {
            wait();
        }
        MediaFrame next = frames.pollFirst();
        if (next != null) {
            bytes -= next.payload().readableBytes();
        }
        return next;
    }

    /** Whether a frame waits that could be taken now. */
    synchronized boolean hasNext() {
        return !frames.isEmpty();
    }

    /** Drops what waits; nothing more comes. */
    synchronized void close() {
        closed = true;
        frames.forEach(MediaFrame::release);
        frames.clear();
        bytes = 0;
        notifyAll();
    }

    private boolean isBehind(MediaFrame newest) {
        MediaFrame oldest = frames.peekFirst();
        return oldest != null && newest.dts() - oldest.dts() > MAX_BEHIND;
    }

    private void dropAll() {
        dropped.increment(frames.size());
        frames.forEach(MediaFrame::release);
        frames.clear();
        bytes = 0;
    }
}
