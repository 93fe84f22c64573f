package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import atrium.chat.session.RateLimit;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Says what a frame means here. Pings and pongs are counted: they are answered without being messages, so no other limit
 * holds for them. Confined to the connection's event loop; {@link #release} when it ends.
 */
final class FrameReader {

    private static final Inbound NOTHING = new Inbound.Nothing();

    private final ChatProtocol protocol;
    private final FrameAssembler assembler;
    private @Nullable RateLimit controls;

    /** @param compressed as both sides have agreed */
    FrameReader(ChatProtocol protocol, boolean compressed) {
        this.protocol = protocol;
        this.assembler = new FrameAssembler(compressed ? protocol.inflation() : null);
    }

    /** Does not release {@code frame}. @param largest bytes that a message may have */
    Inbound read(WebSocketFrame frame, int largest) {
        if (!assembler.understandsBits(frame)) {
            return new Inbound.Refused(CloseReason.PROTOCOL_ERROR);
        }
        return switch (frame) {
            case CloseWebSocketFrame close -> new Inbound.Close(close.content());
            case PingWebSocketFrame ping -> counted(new Inbound.Ping(ping.content()));
            case PongWebSocketFrame pong -> counted(NOTHING);
            default -> assembler.add(frame, largest);
        };
    }

    void release() {
        assembler.release();
    }

    private Inbound counted(Inbound control) {
        long now = protocol.now();
        if (controls == null) {
            controls = new RateLimit(now);
        }
        ControlProperties limits = protocol.controls();
        return controls.tryTake(now, limits.rate(), limits.burst())
                ? control
                : new Inbound.Refused(CloseReason.TOO_MANY_CONTROLS);
    }
}
