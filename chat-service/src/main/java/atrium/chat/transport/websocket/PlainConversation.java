package atrium.chat.transport.websocket;

import atrium.chat.message.Content;
import atrium.chat.room.Seat;
import atrium.chat.room.WireFormat;
import atrium.chat.session.RateLimit;
import atrium.chat.settings.ChatProperties.Limits;
import io.micrometer.core.instrument.Counter;
import java.nio.charset.StandardCharsets;

/**
 * Plain mode: what comes in goes out, to everybody.
 *
 * <p>There is no word for an error. So a member over its rate is not refused: its connection is read more slowly, and
 * TCP's window tells it; and what a moderator does not allow is not seen, which is answer enough.
 */
final class PlainConversation implements Conversation {

    private final ChatProtocol protocol;
    private final RateLimit rate;
    private final Counter delayed;

    PlainConversation(ChatProtocol protocol) {
        this.protocol = protocol;
        this.rate = new RateLimit(protocol.now());
        this.delayed = protocol.rateLimited();
    }

    @Override
    public WireFormat format() {
        return protocol.plain();
    }

    @Override
    public int largestMessage(Limits limits) {
        return (int) limits.message().toBytes();
    }

    @Override
    public long onMessage(Seat seat, byte[] utf8) {
        if (utf8.length > 0) {
            seat.say(Content.text(new String(utf8, StandardCharsets.UTF_8)), wordless -> {});
        }
        long delay = rate.take(protocol.now(), protocol.limits());
        if (delay > 0) {
            delayed.increment();
        }
        return delay;
    }
}
