package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection, from {@code connect} to its end; confined to its event loop. It publishes one stream or plays
 * one.
 *
 * <p>A publisher sends what OBS and ffmpeg send: {@code connect}, {@code releaseStream}, {@code FCPublish},
 * {@code createStream}, {@code publish}, media, {@code FCUnpublish}, {@code deleteStream}; a player {@code connect},
 * {@code createStream}, perhaps {@code FCSubscribe} and {@code getStreamLength}, {@code play}, {@code deleteStream}.
 */
final class RtmpSession extends SimpleChannelInboundHandler<RtmpMessage> {

    private static final Logger log = LoggerFactory.getLogger(RtmpSession.class);
    private static final String APP = "live";
    private static final int PING_REQUEST = 6;

    private final RtmpService publishing;
    private final RtmpService playing;
    private final Duration patience;
    private final Runnable onMalformed;
    private @Nullable RtmpPeer peer;
    private @Nullable RtmpApp app;
    private @Nullable RtmpActivity activity;

    RtmpSession(RtmpService publishing, RtmpService playing, Duration patience, Runnable onMalformed) {
        this.publishing = publishing;
        this.playing = playing;
        this.patience = patience;
        this.onMalformed = onMalformed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        peer = new RtmpPeer(context);
        context.executor().schedule(() -> expectActivity(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was read before the connection was closed comes after it, and is of no interest. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, RtmpMessage message) {
        if (!context.channel().isActive()) {
            return;
        }
        switch (message.type()) {
            case RtmpMessage.AUDIO, RtmpMessage.VIDEO -> {
                if (activity != null) {
                    activity.media(message);
                }
            }
            case RtmpMessage.COMMAND, RtmpMessage.COMMAND_AMF3 -> obey(RtmpCommand.read(message));
            case RtmpMessage.USER_CONTROL -> answerPing(message.content());
            case RtmpMessage.WINDOW_SIZE -> {
                if (message.content().readableBytes() >= 4) {
                    context.pipeline()
                            .get(AcknowledgementHandler.class)
                            .window(message.content().readInt());
                }
            }
            default -> {} // metadata says nothing that the tracks do not; acknowledgements need no answer
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost("the connection closed");
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        Throwable cause = error instanceof DecoderException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof MalformedInputException) {
            onMalformed.run();
            log.info("RTMP {}: {}", context.channel().remoteAddress(), cause.getMessage());
        } else if (!(cause instanceof IOException)) {
            log.warn("RTMP {} failed", context.channel().remoteAddress(), cause);
        }
        lost("the connection failed: " + cause.getMessage());
        context.close();
    }

    private void obey(RtmpCommand command) {
        switch (command.name()) {
            case "deleteStream", "closeStream" -> {
                if (activity != null) {
                    activity.stop();
                }
            }
            default -> {
                if (peer().isReading()) {
                    answer(command, peer());
                }
            }
        }
    }

    private void answer(RtmpCommand command, RtmpPeer to) {
        double transaction = command.transaction();
        switch (command.name()) {
            case "connect" -> connect(command, to);
            case "releaseStream", "FCPublish", "FCUnpublish", "FCSubscribe", "FCUnsubscribe", "_checkbw" ->
                to.acknowledged(transaction);
            case "createStream" -> to.streamCreated(transaction);
            case "getStreamLength" -> to.streamLength(transaction);
            case "publish" -> begin(publishing, "NetStream.Publish.BadName", command, to);
            case "play" -> begin(playing, "NetStream.Play.Failed", command, to);
            default -> {} // pause, seek, receiveAudio: a live stream goes on
        }
    }

    private void connect(RtmpCommand command, RtmpPeer to) {
        RtmpApp wanted = RtmpApp.of(command);
        if (app != null || !wanted.name().equals(APP)) {
            to.connectRefused(command.transaction(), "The application is " + APP + ".");
            return;
        }
        app = wanted;
        to.connected(command.transaction());
    }

    private void begin(RtmpService service, String refusal, RtmpCommand command, RtmpPeer to) {
        if (app == null || activity != null) {
            to.refuse(refusal, "One connection publishes or plays one stream.");
            return;
        }
        activity = service.begin(to, StreamAddress.of(app, command.text(0)));
    }

    /** Section 7.1.7: the answer repeats the question's time. */
    private void answerPing(ByteBuf body) {
        if (body.readableBytes() >= 6 && body.readUnsignedShort() == PING_REQUEST && peer().isReading()) {
            peer().pong(body.readInt());
        }
    }

    private void lost(String reason) {
        if (activity != null) {
            activity.lost(reason);
        }
    }

    private void expectActivity(ChannelHandlerContext context) {
        if (activity == null && context.channel().isActive()) {
            log.info(
                    "RTMP {}: neither published nor played in time",
                    context.channel().remoteAddress());
            context.close();
        }
    }

    private RtmpPeer peer() {
        if (peer == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return peer;
    }
}
