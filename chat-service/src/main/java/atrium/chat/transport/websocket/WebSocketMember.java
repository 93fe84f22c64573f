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
import atrium.chat.wire.Outlet;
import atrium.chat.wire.WebSocketDecoding;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection as a member of its room. The last in its pipeline, see {@link Takeover}: frames come in and
 * leave as raw bytes.
 *
 * <p>Confined to the channel's event loop.
 */
final class WebSocketMember extends ChannelInboundHandlerAdapter implements Member {

    private final ChatProtocol protocol;
    private final Participant participant;
    private final RoomName roomName;
    private final Conversation conversation;
    private final FrameReader reader;
    private State state = State.NEW;
    private @Nullable ChannelHandlerContext context;

    private @Nullable Outlet outlet;

    private @Nullable Seat seat;
    private @Nullable SilenceWatch silence;

    private enum State {
        NEW,
        OPEN,
        /** Nothing more is heard, but what was said before is still told. */
        DEAF,
        /** A close frame went out or came in; nothing is said or heard any more. */
        CLOSING
    }

    /** @param compressed as both sides have agreed */
    WebSocketMember(ChatProtocol protocol, Participant participant, RoomName roomName, Mode mode, boolean compressed) {
        this.protocol = protocol;
        this.participant = participant;
        this.roomName = roomName;
        this.conversation = protocol.conversation(mode, compressed);
        this.reader = new FrameReader(protocol, compressed);
    }

    /** Closes the member on {@code channel}, if there is one, because this instance goes away. */
    static void sayGoodbye(Channel channel) {
        WebSocketMember member = channel.pipeline().get(WebSocketMember.class);
        if (member != null) {
            member.close(CloseReason.GOING_AWAY);
        }
    }

    /** Bytes that one message, and so one frame, may have. */
    int largestMessage() {
        return conversation.largestMessage(protocol.limits());
    }

    /** Enters the room and begins to read. */
    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        outlet = new Outlet(added);
        state = State.OPEN;
        silence = new SilenceWatch(protocol, added);
        switch (protocol.rooms().join(roomName, this)) {
            case Entry.Seated seated -> seat = seated.seat();
            case Entry.Full full -> close(CloseReason.ROOM_FULL);
            case Entry.Private closed -> close(CloseReason.ROOM_PRIVATE);
            case Entry.Banned banned -> close(CloseReason.KICKED);
        }
        added.channel().config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (silence != null) {
                silence.heard();
            }
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
        end();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
        reader.release();
    }

    /** The decoder says what is wrong with a frame, and hears nothing from then on; other errors are the end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof DecoderException)) {
            ctx.close();
        } else if (state == State.OPEN) {
            refuse(WebSocketDecoding.reason(cause));
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
    public boolean mayEnter(RoomName room) {
        return participant.mayEnter(room);
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
    public void send(ByteBuf bytes) {
        outlet().send(bytes);
    }

    @Override
    public void write(ByteBuf bytes) {
        outlet().write(bytes);
    }

    @Override
    public void flush() {
        outlet().flush();
    }

    @Override
    public long pendingBytes() {
        return outlet().pendingBytes();
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
            return;
        }
        switch (reader.read(frame, largestMessage())) {
            case Inbound.Message message -> onMessage(message.utf8());
            case Inbound.Ping ping -> onPing(ping.payload());
            case Inbound.Close close -> onClose(close.body());
            case Inbound.Refused refused -> refuse(refused.reason());
            case Inbound.Nothing nothing -> {}
        }
    }

    private void onPing(ByteBuf payload) {
        write(Frames.pong(context().alloc(), payload));
        flush();
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
     * @param body of the peer's close
     */
    private void onClose(ByteBuf body) {
        ByteBuf answer = Frames.close(context().alloc(), body);
        afterWhatWasSaid(() -> {
            if (open()) {
                beginClosing();
                context().writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
            } else {
                answer.release();
                context().close();
            }
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
        end();
        long grace = protocol.connection().closeGrace().toMillis();
        loop().schedule(() -> context().close(), grace, TimeUnit.MILLISECONDS);
    }

    private void end() {
        if (seat != null) {
            seat.leave();
        }
        if (silence != null) {
            silence.stop();
        }
    }

    private Outlet outlet() {
        if (outlet == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return outlet;
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return context;
    }
}
