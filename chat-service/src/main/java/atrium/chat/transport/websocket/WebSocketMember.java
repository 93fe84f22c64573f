package atrium.chat.transport.websocket;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.room.ChosenName;
import atrium.chat.room.CloseReason;
import atrium.chat.room.Entry;
import atrium.chat.room.Member;
import atrium.chat.room.NamesInUse;
import atrium.chat.room.Seat;
import atrium.chat.room.WireFormat;
import atrium.chat.session.Participant;
import atrium.chat.session.RateLimit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
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
    private final FrameAssembler assembler;
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Seat seat;
    private @Nullable RateLimit controls;
    private long heardAt;
    private boolean pinged;

    private enum State {
        NEW,
        OPEN,
        /** Nothing more is heard, but what was said before is still told. */
        DEAF,
        /** A close frame went out or came in; nothing is said or heard any more. */
        CLOSING
    }

    /** @param compressed as both sides have agreed */
    WebSocketMember(
            ChatProtocol protocol, Participant participant, RoomName roomName, Mode mode, boolean compressed) {
        this.protocol = protocol;
        this.participant = participant;
        this.roomName = roomName;
        this.conversation = protocol.conversation(mode, compressed);
        this.assembler = new FrameAssembler(compressed ? protocol.inflation() : null);
    }

    /** Bytes that one message, and so one frame, may have. */
    int largestMessage() {
        return conversation.largestMessage(protocol.limits());
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

    /** The decoder says what is wrong with a frame, and hears nothing from then on; other errors are the end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof DecoderException)) {
            ctx.close();
        } else if (state == State.OPEN) {
            refuse(Takeover.reason(cause));
        }
    }

    @Override
    public String id() {
        return participant.id();
    }

    @Override
    public ChosenName choose(NamesInUse present) {
        return participant.choose(present);
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
        return state == State.OPEN || state == State.DEAF;
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
        if (open()) {
            beginClosing();
            write(Frames.close(context().alloc(), reason));
            flush();
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (state == State.OPEN) {
            onOpenFrame(frame);
        } else if (state == State.CLOSING && frame instanceof CloseWebSocketFrame) {
            context().close();
        }
    }

    private void onOpenFrame(WebSocketFrame frame) {
        if (pendingBytes() > protocol.limits().queue().toBytes()) {
            // Answers count, too: who asks and does not listen would otherwise fill the memory alone.
            protocol.slowClosed().increment();
            close(CloseReason.SLOW_CONSUMER);
        } else if (!assembler.understandsBits(frame)) {
            refuse(CloseReason.PROTOCOL_ERROR);
        } else if (frame instanceof CloseWebSocketFrame) {
            onClose(frame.content().retain());
        } else if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
            onControl(frame);
        } else {
            onData(frame);
        }
    }

    private void onControl(WebSocketFrame frame) {
        long now = protocol.now();
        if (controls == null) {
            controls = new RateLimit(now);
        }
        if (!controls.tryTake(now, protocol.controls().rate(), protocol.controls().burst())) {
            refuse(CloseReason.TOO_MANY_CONTROLS);
        } else if (frame instanceof PingWebSocketFrame ping) {
            write(Frames.pong(context().alloc(), ping.content()));
            flush();
        }
    }

    private void onData(WebSocketFrame frame) {
        switch (assembler.add(frame, largestMessage())) {
            case Inbound.Message message -> onMessage(message.utf8());
            case Inbound.Unfinished unfinished -> {}
            case Inbound.Refused refused -> refuse(refused.reason());
        }
    }

    private void onMessage(byte[] utf8) {
        if (seat != null) {
            pauseReading(conversation.onMessage(seat, utf8));
        }
    }

    private void pauseReading(long nanos) {
        if (nanos > 0) {
            var config = context().channel().config();
            config.setAutoRead(false);
            loop().schedule(() -> config.setAutoRead(true), nanos, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * RFC 6455, section 5.5.1: a close is answered with the same code, then the server closes the connection.
     *
     * @param body owned by this
     */
    private void onClose(ByteBuf body) {
        afterWhatWasSaid(() -> {
            ByteBuf answer = Frames.close(context().alloc(), body);
            body.release();
            beginClosing();
            context().writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        });
    }

    private void refuse(CloseReason reason) {
        protocol.protocolErrors().increment();
        afterWhatWasSaid(() -> close(reason));
    }

    /** What the same packet held before is with the room, which tells it in the loop's next task. */
    private void afterWhatWasSaid(Runnable end) {
        state = State.DEAF;
        loop().execute(end);
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
