package atrium.stream.protocol.rtmp;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a connection to the RTMP port goes through:
 *
 * <pre>
 *   socket → acknowledgement → handshake (until done) → chunks → session → publishing | playing
 * </pre>
 */
public final class RtmpPipeline extends ChannelInitializer<SocketChannel> {

    private final RtmpService publishing;
    private final RtmpService playing;
    private final Supplier<RtmpLimits> limits;
    private final Runnable onMalformed;
    private final RandomGenerator random;

    /**
     * @param limits asked for each connection
     * @param onMalformed run for each connection that is closed because its bytes cannot be understood, on its loop
     * @param random safe for several threads
     */
    public RtmpPipeline(
            RtmpService publishing,
            RtmpService playing,
            Supplier<RtmpLimits> limits,
            Runnable onMalformed,
            RandomGenerator random) {
        this.publishing = publishing;
        this.playing = playing;
        this.limits = limits;
        this.onMalformed = onMalformed;
        this.random = random;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        RtmpLimits now = limits.get();
        channel.pipeline()
                .addLast("acknowledgement", new AcknowledgementHandler())
                .addLast("handshake", new HandshakeHandler(random))
                .addLast("chunks", new ChunkDecoder(now))
                .addLast("session", new RtmpSession(publishing, playing, now.patience(), onMalformed));
    }
}
