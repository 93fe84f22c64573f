package atrium.stream.ingest.rtmp;

import atrium.stream.container.flv.FlvFrames;
import atrium.stream.live.Publication;
import atrium.stream.media.MediaFrame;
import atrium.stream.protocol.rtmp.RtmpMessage;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * RTMP's media messages as frames of a publication: they have the bodies of FLV tags (RTMP 1.0, section 7.1.4).
 *
 * <p>Where the stream lives on another loop, at most {@link #MAX_UNDERWAY} frames are on their way to it; the socket is
 * not read meanwhile, and TCP slows the publisher.
 */
final class MediaFeed {

    private static final int MAX_UNDERWAY = 256;

    private final Publication publication;
    private final Channel channel;
    private final FlvFrames frames = new FlvFrames();
    private final AtomicInteger underway = new AtomicInteger();
    private long lastMedia = System.nanoTime();

    MediaFeed(Publication publication, Channel channel) {
        this.publication = publication;
        this.channel = channel;
    }

    /** The message stays the caller's. */
    void take(RtmpMessage message) {
        lastMedia = System.nanoTime();
        frames.read(message.type(), message.timestamp(), message.content()).ifPresent(this::publish);
    }

    /** Nanoseconds since the last media message. */
    long silentFor() {
        return System.nanoTime() - lastMedia;
    }

    void end(String reason) {
        publication.end(reason);
    }

    private void publish(MediaFrame frame) {
        if (publication.loop().inEventLoop()) {
            publication.publish(frame);
            return;
        }
        if (underway.incrementAndGet() == MAX_UNDERWAY) {
            channel.config().setAutoRead(false);
        }
        publication.publish(frame, () -> {
            if (underway.decrementAndGet() == MAX_UNDERWAY / 2) {
                channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
            }
        });
    }
}
