package atrium.chat.transport.websocket;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.room.CloseReason;
import atrium.chat.room.Entry;
import atrium.chat.room.Member;
import atrium.chat.room.Seat;
import atrium.chat.room.WireFormat;
import atrium.chat.session.Participant;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as a member of its room. Its place in the pipeline is right behind the frame decoder, before
 * Reactor Netty's bridge, which sees nothing of the conversation: frames come in here and leave as raw bytes.
 *
 * <p>Confined to the channel's event loop.
 */
final class WebSocketMember extends ChannelInboundHandlerAdapter implements Member {

    private final ChatProtocol protocol;
    private final Participant participant;
    private final RoomName roomName;
    private final Conversation conversation;
    private final FrameAssembler assembler = new FrameAssembler();
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Seat seat;
    private long heardAt;
    private boolean pinged;

    private enum State {
        NEW,
        OPEN,
        /** A close frame went out or came in; nothing is said or heard any more. */
        CLOSING
    }

    WebSocketMember(ChatProtocol protocol, Participant participant, RoomName roomName, Mode mode) {
        this.protocol = protocol;
        this.participant = participant;
        this.roomName = roomName;
        this.conversation = protocol.conversation(mode);
    }

    /** Enters the room and begins to read. */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        state = State.OPEN;
        heardAt = protocol.now();
        switch (protocol.rooms().join(roomName, this)) {
            case Entry.Seated seated -> seat = seated.seat();
            case Entry.Full full -> close(CloseReason.ROOM_FULL);
            case Entry.Banned banned -> close(CloseReason.KICKED);
        }
        watchSilence();
        added.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            heardAt = protocol.now();
            pinged = false;
            // Anything else is the end of the upgrade request's empty body.
            if (message instanceof WebSocketFrame frame) {
                onFrame(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        leave();
        assembler.release();
    }

    /** The decoder has answered bad frames with a close already; other errors are the connection's end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException && state == State.OPEN) {
            protocol.protocolErrors().increment();
            beginClosing();
        } else if (!(cause instanceof DecoderException)) {
            ctx.close();
        }
    }

    @Override
    public Sender self() {
        return participant.self();
    }

    @Override
    public List<String> roles() {
        return participant.roles();
    }

    @Override
    public EventLoop loop() {
        return context().channel().eventLoop();
    }

    @Override
    public WireFormat format() {
        return conversation.format();
    }

    @Override
    public boolean open() {
        return state == State.OPEN;
    }

    @Override
    public void write(ByteBuf bytes) {
        context().write(bytes, context().voidPromise());
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer pending = context().channel().unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }

    @Override
    public void close(CloseReason reason) {
        if (state == State.OPEN) {
            beginClosing();
            write(Frames.close(context().alloc(), reason));
            flush();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            onClose(close);
        } else if (state == State.OPEN) {
            onOpenFrame(frame);
        }
    }

    /** No extension is ever negotiated, so a reserved bit means nothing (RFC 6455, section 5.2). */
    private void onOpenFrame(WebSocketFrame frame) {
        if (frame.rsv() != 0) {
            refuse(CloseReason.PROTOCOL_ERROR);
            return;
        }
        switch (frame) {
            case PingWebSocketFrame ping -> pong(ping);
            case PongWebSocketFrame pong -> {}
            case BinaryWebSocketFrame binary -> refuse(CloseReason.UNSUPPORTED_DATA);
            default -> onText(frame);
        }
    }

    private void pong(PingWebSocketFrame ping) {
        context()
                .writeAndFlush(
                        new PongWebSocketFrame(ping.content().retain()),
                        context().voidPromise());
    }

    private void onText(WebSocketFrame frame) {
        if (assembler.sizeWith(frame) > conversation.largestMessage(protocol.limits())) {
            refuse(CloseReason.TOO_BIG);
            return;
        }
        ByteBuf message = assembler.add(frame);
        if (message != null) {
            try {
                onMessage(message);
            } finally {
                message.release();
            }
        }
    }

    private void onMessage(ByteBuf message) {
        if (!ByteBufUtil.isText(message, StandardCharsets.UTF_8)) {
            refuse(CloseReason.INVALID_UTF8);
            return;
        }
        if (seat != null) {
            pauseReading(conversation.onMessage(seat, ByteBufUtil.getBytes(message)));
        }
    }

    private void pauseReading(long nanos) {
        if (nanos > 0) {
            var config = context().channel().config();
            config.setAutoRead(false);
            loop().schedule(() -> config.setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** RFC 6455, section 5.5.1: a close is answered with the same code, then the server closes the connection. */
    private void onClose(CloseWebSocketFrame frame) {
        if (state == State.OPEN) {
            beginClosing();
            context().writeAndFlush(frame.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
        } else {
            context().close();
        }
    }

    private void refuse(CloseReason reason) {
        protocol.protocolErrors().increment();
        close(reason);
    }

    /** Leaves the room; a peer that does not finish the closing handshake is cut off. */
    private void beginClosing() {
        state = State.CLOSING;
        leave();
        long grace = protocol.connection().closeGrace().toMillis();
        loop().schedule(() -> context().close(), grace, TimeUnit.MILLISECONDS);
    }

    private void leave() {
        if (seat != null) {
            seat.leave();
        }
    }

    /** A ping after a time of silence (RFC 6455, section 5.5.2), the end after twice that time. */
    private void watchSilence() {
        long idle = protocol.connection().idle().toNanos();
        long silence = protocol.now() - heardAt;
        if (!context().channel().isActive()) {
            return;
        }
        if (silence >= 2 * idle) {
            context().close();
            return;
        }
        if (silence >= idle && !pinged && state == State.OPEN) {
            pinged = true;
            write(Frames.ping(context().alloc()));
            flush();
        }
        long next = pinged ? 2 * idle - silence : idle - silence;
        loop().schedule(this::watchSilence, Math.max(next, 1), TimeUnit.NANOSECONDS);
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }
}
