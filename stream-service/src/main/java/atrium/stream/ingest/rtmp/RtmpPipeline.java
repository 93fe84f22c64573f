package atrium.stream.ingest.rtmp;

import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamRegistry;
import atrium.stream.protocol.rtmp.AcknowledgementHandler;
import atrium.stream.protocol.rtmp.ChunkDecoder;
import atrium.stream.protocol.rtmp.HandshakeHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a connection to the RTMP port goes through:
 *
 * <pre>
 *   socket → acknowledgement → handshake (until done) → chunks → session
 * </pre>
 */
public final class RtmpPipeline extends ChannelInitializer<SocketChannel> {

    private final StreamRegistry streams;
    private final KeyCheck keys;
    private final Supplier<RtmpProperties> properties;
    private final StreamMeters meters;
    private final RandomGenerator random;

    /** @param random safe for several threads */
    public RtmpPipeline(
            StreamRegistry streams,
            KeyCheck keys,
            Supplier<RtmpProperties> properties,
            StreamMeters meters,
            RandomGenerator random) {
        this.streams = streams;
        this.keys = keys;
        this.properties = properties;
        this.meters = meters;
        this.random = random;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        RtmpProperties now = properties.get();
        channel.pipeline()
                .addLast("acknowledgement", new AcknowledgementHandler())
                .addLast("handshake", new HandshakeHandler(random))
                .addLast("chunks", new ChunkDecoder(now.limits()))
                .addLast("session", new RtmpSession(streams, keys, now, meters));
    }
}
