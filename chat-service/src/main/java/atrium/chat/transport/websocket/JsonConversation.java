package atrium.chat.transport.websocket;

import atrium.chat.message.Content;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Posted;
import atrium.chat.room.Seat;
import atrium.chat.room.WireFormat;
import atrium.chat.session.RateLimit;
import atrium.chat.settings.ChatProperties.Limits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** JSON mode: every message is answered. All of them count against the rate, also those that are wrong. */
final class JsonConversation implements Conversation {

    /** A byte of text takes at most six in JSON, as {@code \}{@code u0000}; the rest is for the other fields. */
    private static final int LONGEST_ESCAPE = 6;

    private static final int OTHER_FIELDS = 1024;
    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final ChatProtocol protocol;
    private final WireFormat format;
    private final RateLimit rate;

    JsonConversation(ChatProtocol protocol, WireFormat format) {
        this.protocol = protocol;
        this.format = format;
        this.rate = new RateLimit(protocol.now());
    }

    @Override
    public WireFormat format() {
        return format;
    }

    @Override
    public int largestMessage(Limits limits) {
        return LONGEST_ESCAPE * (int) limits.message().toBytes() + OTHER_FIELDS;
    }

    @Override
    public long onMessage(Seat seat, byte[] utf8) {
        ClientMessage message = protocol.decoder().decode(utf8);
        if (rate.tryTake(protocol.now(), protocol.limits())) {
            answer(seat, message);
        } else {
            protocol.rateLimited().increment();
            refuse(seat, refOf(message), ChatProblem.RATE_LIMITED, "Slower, please; this was not sent.");
        }
        return 0;
    }

    private void answer(Seat seat, ClientMessage message) {
        switch (message) {
            case ClientMessage.Send send -> send(seat, send.content(), send.ref());
            case ClientMessage.Resume resume -> seat.resume(resume.epoch(), resume.offset());
            case ClientMessage.Ping ping -> seat.whisper(protocol.json().pong(ALLOCATOR));
            case ClientMessage.Malformed malformed ->
                refuse(seat, malformed.ref(), malformed.problem(), malformed.detail());
        }
    }

    private void send(Seat seat, Content content, @Nullable String ref) {
        long limit = protocol.limits().message().toBytes();
        long size = ByteBufUtil.utf8Bytes(content.text());
        if (size > limit) {
            refuse(seat, ref, ChatProblem.TOO_LARGE, "text: %d bytes (expected: at most %d)".formatted(size, limit));
            return;
        }
        seat.say(content, posted -> answer(seat, ref, posted));
    }

    private void answer(Seat seat, @Nullable String ref, Posted posted) {
        switch (posted) {
            case Posted.Accepted accepted ->
                seat.whisper(
                        protocol.json().ack(ALLOCATOR, ref, accepted.message().offset()));
            case Posted.Refused refused -> refuse(seat, ref, refused.problem(), refused.detail());
        }
    }

    private void refuse(Seat seat, @Nullable String ref, ChatProblem problem, String detail) {
        seat.whisper(protocol.json().error(ALLOCATOR, ref, problem, detail));
    }

    private static @Nullable String refOf(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Send send -> send.ref();
            case ClientMessage.Malformed malformed -> malformed.ref();
            case ClientMessage.Resume resume -> null;
            case ClientMessage.Ping ping -> null;
        };
    }
}
