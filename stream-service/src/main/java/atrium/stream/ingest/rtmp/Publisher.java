package atrium.stream.ingest.rtmp;

import atrium.stream.live.Publication;
import atrium.stream.live.PublishRefusedException;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.protocol.rtmp.RtmpActivity;
import atrium.stream.protocol.rtmp.RtmpMessage;
import atrium.stream.protocol.rtmp.RtmpPeer;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One publisher, from when it asked to its end; confined to its connection's loop. */
final class Publisher implements RtmpActivity {

    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

    private enum State {
        ADMITTING,
        PUBLISHING,
        ENDED
    }

    private final RtmpPeer peer;
    private final String name;
    private final RtmpProperties properties;
    private final StreamMeters meters;
    private final EventLoop loop;
    private State state = State.ADMITTING;
    private @Nullable MediaFeed feed;

    /** @param name the stream's, for people */
    Publisher(RtmpPeer peer, String name, RtmpProperties properties, StreamMeters meters) {
        this.peer = peer;
        this.name = name;
        this.properties = properties;
        this.meters = meters;
        this.loop = peer.channel().eventLoop();
    }

    void refuse(String code, String description) {
        log.info("RTMP {}: {} refused, {}", peer.channel().remoteAddress(), name, description);
        state = State.ENDED;
        peer.refuse(code, description);
    }

    /** The key was right. */
    void admit(StreamRegistry streams, StreamName wanted) {
        peer.allowMedia();
        streams.publish(wanted, loop, properties.republish() == RtmpProperties.Republish.TAKEOVER)
                .whenCompleteAsync(this::admitted, loop);
    }

    @Override
    public void media(RtmpMessage message) {
        if (feed != null) {
            feed.take(message);
        }
    }

    @Override
    public void stop() {
        if (state == State.PUBLISHING) {
            end("the publisher stopped");
            peer.finish("NetStream.Unpublish.Success", name + " is no longer published.");
        }
    }

    @Override
    public void lost(String reason) {
        end("the publisher is gone: " + reason);
    }

    private void admitted(@Nullable Publication granted, @Nullable Throwable error) {
        if (granted == null) {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            meters.refused(StreamMeters.Refusal.BUSY);
            String why = cause instanceof PublishRefusedException ? cause.getMessage() : "internal error";
            refuse("NetStream.Publish.BadName", String.valueOf(why));
            return;
        }
        if (state != State.ADMITTING) {
            granted.end("the publisher's connection closed");
            return;
        }
        state = State.PUBLISHING;
        MediaFeed next = new MediaFeed(granted, peer.channel());
        feed = next;
        granted.onRevoked(() -> loop.execute(this::revoked));
        peer.streamBegins();
        peer.status("NetStream.Publish.Start", name + " is published.");
        expectMedia(next);
        log.info("RTMP {}: publishes {}", peer.channel().remoteAddress(), name);
    }

    private void revoked() {
        if (state == State.PUBLISHING) {
            state = State.ENDED;
            feed = null;
            log.info("RTMP {}: {} was ended or taken over", peer.channel().remoteAddress(), name);
            peer.finish("NetStream.Unpublish.Success", "The stream was ended here.");
        }
    }

    private void end(String reason) {
        state = State.ENDED;
        if (feed != null) {
            feed.end(reason);
            feed = null;
        }
    }

    /** Asks again when the silence would be long enough, counted from the last frame. */
    private void expectMedia(MediaFeed watched) {
        if (feed != watched) {
            return;
        }
        long left = properties.silence().toNanos() - watched.silentFor();
        if (left > 0) {
            loop.schedule(() -> expectMedia(watched), left, TimeUnit.NANOSECONDS);
            return;
        }
        log.info("RTMP {}: {} is silent", peer.channel().remoteAddress(), name);
        end("the publisher sent nothing for " + properties.silence().toSeconds() + " s");
        peer.channel().close();
    }
}
