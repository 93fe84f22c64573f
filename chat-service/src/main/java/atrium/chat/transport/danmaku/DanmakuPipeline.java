package atrium.chat.transport.danmaku;

import atrium.chat.admission.Admission;
import atrium.chat.admission.Client;
import atrium.chat.admission.OpenConnections;
import atrium.chat.session.Reception;
import atrium.chat.wire.WebSocketDecoding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import reactor.netty.NettyPipeline;

/**
 * What a connection goes through:
 *
 * <pre>
 *   TCP:        socket → frames → session
 *   WebSocket:  socket → decoder → messages → frames → session
 * </pre>
 *
 * <p>Both ways out are bare: a session writes bytes that are ready for the socket.
 */
final class DanmakuPipeline extends ChannelInitializer<Channel> {

    /** Frames end where they like in messages, so a message may be larger than any frame; what is larger gets a 1009. */
    private static final int LARGEST_MESSAGE = 256 * 1024;

    private static final String DECODER = "atrium.decoder";
    private static final String MESSAGES = "atrium.messages";
    private static final String FRAMES = "atrium.frames";
    private static final String SESSION = "atrium.session";

    private final DanmakuProtocol protocol;
    private final OpenConnections connections;
    private final Admission admission;
    private final Reception reception;

    DanmakuPipeline(DanmakuProtocol protocol, OpenConnections connections, Admission admission, Reception reception) {
        this.protocol = protocol;
        this.connections = connections;
        this.admission = admission;
        this.reception = reception;
    }

    /** Takes a TCP connection, if its address has not too many. */
    @Override
    protected void initChannel(Channel channel) {
        if (!admission.admit(channel)) {
            channel.unsafe().closeForcibly();
            return;
        }
        Arrival arrival = (wish, who) -> reception.receive(wish, who, Client.addressOf(channel.remoteAddress()));
        channel.pipeline().addLast(FRAMES, frames()).addLast(SESSION, session(Carrier.TCP, arrival));
        connections.add(channel);
    }

    /** Takes a channel that was upgraded to a WebSocket; what is left behind in its pipeline sees nothing of it. */
    void initWebSocket(Channel channel, Arrival arrival) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(WebSocketFrameDecoder.class, DECODER, WebSocketDecoding.decoder(LARGEST_MESSAGE, false));
        pipeline.addBefore(NettyPipeline.ReactiveBridge, MESSAGES, new BinaryMessages())
                .addBefore(NettyPipeline.ReactiveBridge, FRAMES, frames())
                .addBefore(NettyPipeline.ReactiveBridge, SESSION, session(Carrier.WEBSOCKET, arrival));
        connections.add(channel);
        channel.config().setAutoRead(true);
    }

    private FrameDecoder frames() {
        return new FrameDecoder(protocol::longestText);
    }

    private DanmakuSession session(Carrier carrier, Arrival arrival) {
        return new DanmakuSession(protocol, carrier, arrival);
    }
}
