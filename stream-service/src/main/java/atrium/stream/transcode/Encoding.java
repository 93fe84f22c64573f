package atrium.stream.transcode;

import atrium.stream.container.mpegts.TsDemuxer;
import atrium.stream.ingest.PipedFrames;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.live.Publication;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child that encodes: frames go in, what it makes of them is published.
 *
 * <p>One platform thread reads the child and another writes to it, because both block in the kernel on a pipe, where
 * virtual threads would hold their carriers.
 */
final class Encoding {

    private static final Logger log = LoggerFactory.getLogger(Encoding.class);

    private static final int MAX_UNIT = 8 * 1024 * 1024;

    private final Tracks tracks;
    private final Publication publication;
    private final Encoders encoders;
    private final FrameFeed feed;
    private volatile @Nullable FfmpegProcess child;
    private volatile boolean closed;

    /** @param tracks what the child is told at the start, and what is accepted later */
    Encoding(Tracks tracks, Publication publication, Encoders encoders) {
        this.tracks = tracks;
        this.publication = publication;
        this.encoders = encoders;
        this.feed = new FrameFeed(tracks.video() != null, encoders.meters().dropped);
    }

    /** Begins; {@code onEnd} is told once, on any thread, why nothing more will be published. */
    void start(Consumer<String> onEnd) {
        Thread.ofPlatform().daemon().name("transcode").start(() -> {
            try {
                onEnd.accept(encode());
            } finally {
                feed.close();
            }
        });
    }

    /** Takes ownership of {@code frame}. Never blocks. */
    void offer(MediaFrame frame) {
        if (tracks.contains(frame.track())) {
            feed.offer(frame);
        } else {
            frame.release();
        }
    }

    /** Ends it, soon. Not on the caller's thread, which may be an event loop: a child may take its time. */
    void close() {
        closed = true;
        FfmpegProcess running = child;
        if (running != null) {
            Thread.startVirtualThread(running::close);
        }
    }

    private String encode() {
        try {
            FfmpegProcess started = encoders.startMpeg1(tracks);
            child = started;
            if (closed) {
                close();
            }
            Thread.ofPlatform().daemon().name("transcode-in").start(() -> write(started));
            return read(started);
        } catch (EncodersBusyException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            log.warn("a stream could not be transcoded", e);
            return "ffmpeg could not be started";
        }
    }

    /** Reads the child to its end and says why it came. */
    private String read(FfmpegProcess from) {
        PipedFrames out = new PipedFrames(publication);
        try (TsDemuxer demuxer = new TsDemuxer(ByteBufAllocator.DEFAULT, MAX_UNIT, out::publish)) {
            PipedFrames.readFully(from.media(), demuxer::feed);
            demuxer.end();
        } catch (IOException e) {
            log.debug("the output of ffmpeg {} broke off", from.pid(), e);
        } catch (RuntimeException e) { // what it wrote is malformed, or the stream's loop has ended
            from.close();
            return String.valueOf(e.getMessage());
        }
        return from.end().detail();
    }

    private void write(FfmpegProcess to) {
        try (FlvInput input = new FlvInput(to.input())) {
            MediaFrame frame = feed.take();
            if (frame != null) {
                input.begin(tracks, frame.dts());
            }
            while (frame != null) {
                write(frame, input);
                frame = feed.take();
            }
        } catch (IOException e) {
            log.debug("ffmpeg {} reads no more", to.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(MediaFrame frame, FlvInput input) throws IOException {
        try {
            input.write(frame);
        } finally {
            frame.release();
        }
        if (!feed.hasNext()) {
            input.flush();
        }
    }
}
