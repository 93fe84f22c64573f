package atrium.stream.ingest.rtmp;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.live.Publication;
import atrium.stream.live.PublishRefusedException;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamRegistry;
import atrium.stream.protocol.rtmp.AcknowledgementHandler;
import atrium.stream.protocol.rtmp.RtmpCommand;
import atrium.stream.protocol.rtmp.RtmpMessage;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One publisher's connection, from {@code connect} to its end; confined to its event loop.
 *
 * <p>The order of commands is what OBS and ffmpeg send: {@code connect}, {@code releaseStream}, {@code FCPublish},
 * {@code createStream}, {@code publish}, media, {@code FCUnpublish}, {@code deleteStream}.
 */
final class RtmpSession extends SimpleChannelInboundHandler<RtmpMessage> {

    private static final Logger log = LoggerFactory.getLogger(RtmpSession.class);
    private static final String APP = "live";

    private enum State {
        NEW,
        CONNECTED,
        ADMITTING,
        PUBLISHING,
        ENDED
    }

    private final StreamRegistry streams;
    private final KeyCheck keys;
    private final RtmpProperties properties;
    private final StreamMeters meters;
    private State state = State.NEW;
    private @Nullable Replies replies;
    private @Nullable PublishName name;
    private @Nullable MediaFeed feed;

    RtmpSession(StreamRegistry streams, KeyCheck keys, RtmpProperties properties, StreamMeters meters) {
        this.streams = streams;
        this.keys = keys;
        this.properties = properties;
        this.meters = meters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        replies = new Replies(context);
        long millis = properties.publishTimeout().toMillis();
        context.executor().schedule(() -> expectPublishing(context), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RtmpMessage message) {
        switch (message.type()) {
            case RtmpMessage.AUDIO, RtmpMessage.VIDEO -> {
                if (feed != null) {
                    feed.take(message);
                }
            }
            case RtmpMessage.COMMAND, RtmpMessage.COMMAND_AMF3 -> obey(context, RtmpCommand.read(message));
            case RtmpMessage.WINDOW_SIZE -> {
                if (message.content().readableBytes() >= 4) {
                    context.pipeline()
                            .get(AcknowledgementHandler.class)
                            .window(message.content().readInt());
                }
            }
            default -> {} // metadata says nothing that the tracks do not; control messages need no answer
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end("the publisher's connection closed");
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        Throwable cause = error instanceof DecoderException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof MalformedInputException) {
            meters.refused(StreamMeters.Refusal.MALFORMED);
            log.info("RTMP {}: {}", context.channel().remoteAddress(), cause.getMessage());
        } else if (!(cause instanceof IOException)) {
            log.warn("RTMP {} failed", context.channel().remoteAddress(), cause);
        }
        end("the publisher sent something unreadable: " + cause.getMessage());
        context.close();
    }

    private void obey(ChannelHandlerContext context, RtmpCommand command) {
        Replies to = replies();
        switch (command.name()) {
            case "connect" -> connect(command, to);
            case "releaseStream", "FCPublish", "FCUnpublish" -> to.acknowledged(command.transaction());
            case "createStream" -> to.streamCreated(command.transaction());
            case "publish" -> publish(context, command, to);
            case "deleteStream", "closeStream" -> finish();
            case "play" ->
                to.status("error", "NetStream.Play.Failed", "Streams are played over HTTP here.")
                        .addListener(ChannelFutureListener.CLOSE);
            default -> {} // _checkbw, getStreamLength and the like
        }
    }

    private void connect(RtmpCommand command, Replies to) {
        ConnectApp app = ConnectApp.of(command);
        if (state != State.NEW || !app.name().equals(APP)) {
            to.connectRefused(command.transaction(), "The application is " + APP + ".")
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        state = State.CONNECTED;
        to.connected(command.transaction());
    }

    private void publish(ChannelHandlerContext context, RtmpCommand command, Replies to) {
        if (state != State.CONNECTED) {
            refuse(context, to, "NetStream.Publish.BadName", "One connection publishes one stream.");
            return;
        }
        PublishName wanted = PublishName.parse(command.text(0)).orElse(null);
        if (wanted == null) {
            refuse(context, to, "NetStream.Publish.BadName", "That is not the name of a stream.");
            return;
        }
        if (!keys.allows(wanted.name().text(), wanted.key())) {
            meters.refused(StreamMeters.Refusal.KEY);
            refuse(context, to, "NetStream.Publish.Denied", "The stream key is wrong.");
            return;
        }
        name = wanted;
        state = State.ADMITTING;
        streams.publish(wanted.name(), context.channel().eventLoop())
                .whenCompleteAsync((granted, error) -> admitted(context, granted, error), context.executor());
    }

    private void admitted(ChannelHandlerContext context, @Nullable Publication granted, @Nullable Throwable error) {
        if (granted == null) {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            meters.refused(StreamMeters.Refusal.BUSY);
            String why = cause instanceof PublishRefusedException ? cause.getMessage() : "internal error";
            refuse(context, replies(), "NetStream.Publish.BadName", String.valueOf(why));
            return;
        }
        if (state != State.ADMITTING) {
            granted.end("the publisher's connection closed");
            return;
        }
        state = State.PUBLISHING;
        MediaFeed next = new MediaFeed(granted, context.channel());
        feed = next;
        granted.onRevoked(() -> context.executor().execute(this::revoked));
        replies().publishing(publishName());
        expectMedia(context, next);
        log.info("RTMP {}: publishes {}", context.channel().remoteAddress(), name);
    }

    private void revoked() {
        if (state == State.PUBLISHING) {
            state = State.ENDED;
            feed = null;
            replies()
                    .status("status", "NetStream.Unpublish.Success", "The stream was ended here.")
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void refuse(ChannelHandlerContext context, Replies to, String code, String description) {
        log.info("RTMP {}: {} refused, {}", context.channel().remoteAddress(), name, description);
        state = State.ENDED;
        to.status("error", code, description).addListener(ChannelFutureListener.CLOSE);
    }

    private void finish() {
        if (state == State.PUBLISHING) {
            replies().status("status", "NetStream.Unpublish.Success", publishName() + " is no longer published.");
        }
        end("the publisher stopped");
    }

    private void end(String reason) {
        if (feed != null) {
            feed.end(reason);
            feed = null;
        }
        state = State.ENDED;
    }

    private void expectPublishing(ChannelHandlerContext context) {
        if (state != State.PUBLISHING && context.channel().isActive()) {
            log.info("RTMP {}: nothing published in time", context.channel().remoteAddress());
            context.close();
        }
    }

    /** Asks again when the silence would be long enough, counted from the last frame. */
    private void expectMedia(ChannelHandlerContext context, MediaFeed watched) {
        if (feed != watched) {
            return;
        }
        long left = properties.silence().toNanos() - watched.silentFor();
        if (left > 0) {
            context.executor().schedule(() -> expectMedia(context, watched), left, TimeUnit.NANOSECONDS);
            return;
        }
        log.info("RTMP {}: {} is silent", context.channel().remoteAddress(), name);
        end("the publisher sent nothing for " + properties.silence().toSeconds() + " s");
        context.close();
    }

    private Replies replies() {
        if (replies == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return replies;
    }

    private PublishName publishName() {
        if (name == null) {
            throw new IllegalStateException("nothing published");
        }
        return name;
    }
}
