package atrium.chat.transport.danmaku;

import atrium.chat.message.Content;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.CloseReason;
import atrium.chat.room.Entry;
import atrium.chat.room.Posted;
import atrium.chat.room.Seat;
import atrium.chat.session.Participant;
import atrium.chat.session.RateLimit;
import atrium.chat.wire.WebSocketDecoding;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;

/**
 * One client, from its connection to its end: it logs in, enters a room, perhaps another one later, and speaks.
 *
 * <p>Every message counts against the rate, also those that are wrong. Only whole messages count as signs of life, so
 * half a frame, or a byte now and then, does not keep a connection.
 *
 * <p>Confined to the channel's event loop.
 */
final class DanmakuSession extends SimpleChannelInboundHandler<ClientMessage> {

    private static final Logger log = LoggerFactory.getLogger(DanmakuSession.class);

    private final DanmakuProtocol protocol;
    private final Carrier carrier;
    private final Arrival arrival;
    private final RateLimit rate;
    private final Progress progress;
    private @Nullable ClientLink link;
    private @Nullable Participant participant;
    private @Nullable Seat seat;
    private @Nullable TokenCheck check;
    private @Nullable Future<?> timer;

    /** @param arrival asked when the client says its name */
    DanmakuSession(DanmakuProtocol protocol, Carrier carrier, Arrival arrival) {
        this.protocol = protocol;
        this.carrier = carrier;
        this.arrival = arrival;
        this.rate = new RateLimit(protocol.now());
        this.progress = new Progress(protocol);
    }

    /** Ends the session on {@code channel}, if there is one, because this instance goes away. */
    static void sayGoodbye(Channel channel) {
        DanmakuSession session = channel.pipeline().get(DanmakuSession.class);
        if (session != null) {
            session.close(CloseReason.GOING_AWAY, CloseReason.GOING_AWAY.text());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        link = new ClientLink(context, carrier);
        watch();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ClientMessage message) {
        if (!open()) {
            return;
        }
        long now = protocol.now();
        progress.heard(now);
        if (message instanceof ClientMessage.Broken broken) {
            breakOff(broken.reason(), broken.detail());
        } else if (!rate.tryTake(now, protocol.limits()) || (check != null && !check.keep(message))) {
            protocol.rateLimited().increment();
            refuse(ChatProblem.RATE_LIMITED, "Slower, please; this was not heard.");
        } else if (check == null) {
            obey(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        await(null);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    /** The WebSocket decoder says what is wrong with a frame, and hears nothing from then on; other errors are the end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean badFrame = cause instanceof CorruptedFrameException;
        if (badFrame && open()) {
            protocol.protocolErrors().increment();
            beginClosing();
            link().end(WebSocketDecoding.reason(cause));
        } else if (!badFrame) {
            if (!(cause instanceof IOException)) {
                log.warn("danmaku {} failed", context.channel().remoteAddress(), cause);
            }
            context.close();
        }
    }

    boolean open() {
        return progress.open();
    }

    /** Leaves the room, says why, and ends the connection; a client that does not take it in time is cut off. */
    void close(CloseReason reason, String detail) {
        if (open()) {
            beginClosing();
            link().end(reason, detail);
        }
    }

    private void obey(ClientMessage message) {
        switch (message) {
            case ClientMessage.Login login -> login(login);
            case ClientMessage.Join join -> join(join.room());
            case ClientMessage.Chat chat -> say(chat.content());
            case ClientMessage.Mrkl mrkl -> answer(Answers.mrkl());
            case ClientMessage.KeepLive keepLive -> answer(Answers.keepLive(keepLive.tick()));
            case ClientMessage.Logout logout -> logout();
            case ClientMessage.Refused refused -> refuse(refused.problem(), refused.detail());
            case ClientMessage.Broken broken -> breakOff(broken.reason(), broken.detail());
        }
    }

    /**
     * A second login changes nothing, whatever token it has. A wrong token is no guest's but the end: to try another takes
     * another connection, and those are counted.
     */
    private void login(ClientMessage.Login login) {
        if (participant != null) {
            answer(Answers.loggedIn(participant.self()));
        } else if (login.token() == null) {
            loggedIn(login.name(), null);
        } else {
            check = new TokenCheck(
                    protocol.holder(login.token()),
                    link().loop(),
                    holder -> checked(login.name(), holder),
                    why -> close(CloseReason.UNAUTHENTICATED, why));
        }
    }

    /** The name is one that a room may have to number. */
    private void loggedIn(@Nullable String name, @Nullable Authentication holder) {
        Participant arrived = arrival.named(name, holder);
        arrived.choose(anyName -> false);
        participant = arrived;
        progress.reach(Progress.State.LOGGED_IN);
        answer(Answers.loggedIn(arrived.self()));
    }

    private void checked(@Nullable String name, Authentication holder) {
        List<ClientMessage> waiting = check == null ? List.of() : check.waiting();
        check = null;
        loggedIn(name, holder);
        for (ClientMessage message : waiting) {
            if (open()) {
                obey(message);
            }
        }
        link().flush();
    }

    private void join(RoomName room) {
        if (participant == null) {
            refuse(ChatProblem.INVALID, "joingroup: expected after loginreq");
            return;
        }
        leave();
        var member = new DanmakuMember(this, link(), participant, new DanmakuFormat(room, carrier));
        switch (protocol.rooms().join(room, member)) {
            case Entry.Seated seated -> {
                seat = seated.seat();
                progress.reach(Progress.State.IN_ROOM);
            }
            case Entry.Full full -> close(CloseReason.ROOM_FULL, CloseReason.ROOM_FULL.text());
            case Entry.Private closed -> close(CloseReason.ROOM_PRIVATE, CloseReason.ROOM_PRIVATE.text());
            case Entry.Banned banned -> close(CloseReason.KICKED, CloseReason.KICKED.text());
        }
    }

    private void logout() {
        beginClosing();
        link().part();
    }

    private void say(Content content) {
        long limit = protocol.limits().message().toBytes();
        long size = ByteBufUtil.utf8Bytes(content.text());
        if (seat == null) {
            refuse(ChatProblem.INVALID, "chatmsg: expected after joingroup");
        } else if (size > limit) {
            refuse(ChatProblem.TOO_LARGE, "txt: %d bytes (expected: at most %d)".formatted(size, limit));
        } else {
            Seat here = seat;
            here.say(content, posted -> answer(here, posted));
        }
    }

    /** What was accepted comes back as everybody gets it. Any thread. */
    private void answer(Seat at, Posted posted) {
        switch (posted) {
            case Posted.Accepted accepted -> {}
            case Posted.Refused refused -> at.whisper(link().frame(Answers.error(refused.problem(), refused.detail())));
        }
    }

    private void refuse(ChatProblem problem, String detail) {
        answer(Answers.error(problem, detail));
    }

    /** Leaves when all is read; who asks and does not read is as slow as who only listens. */
    private void answer(Stt message) {
        if (link().pendingBytes() > protocol.limits().queue().toBytes()) {
            protocol.slowClosed().increment();
            close(CloseReason.SLOW_CONSUMER, CloseReason.SLOW_CONSUMER.text());
        } else {
            link().write(message);
        }
    }

    private void breakOff(CloseReason reason, String detail) {
        protocol.protocolErrors().increment();
        close(reason, detail);
    }

    private void beginClosing() {
        progress.reach(Progress.State.CLOSING);
        end();
        await(link().cutOff(protocol.closeGraceMillis()));
    }

    private void end() {
        leave();
        if (check != null) {
            check.stop();
            check = null;
        }
    }

    private void leave() {
        if (seat != null) {
            seat.leave();
            seat = null;
        }
    }

    /** Looks again when there could be something to see. */
    private void watch() {
        if (!open() || !link().active()) {
            return;
        }
        long left = progress.left();
        if (left > 0) {
            await(link().loop().schedule(this::watch, left, TimeUnit.NANOSECONDS));
        } else if (progress.state() == Progress.State.IN_ROOM) {
            link().cut();
        } else {
            breakOff(CloseReason.PROTOCOL_ERROR, "no loginreq and joingroup in time");
        }
    }

    /** One timer at a time, and none once the connection is over: what is gone is not to be remembered by it. */
    private void await(@Nullable Future<?> next) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = next;
    }

    private ClientLink link() {
        if (link == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return link;
    }
}
