package atrium.chat.transport.danmaku;

import atrium.chat.room.ChatMeter;
import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** What all sessions share. Every part may be used by all event loops at once. */
final class DanmakuProtocol {

    /** A byte of text takes at most two, escaped; the rest is for the other fields. */
    private static final int LONGEST_ESCAPE = 2;

    /** A token is the longest of them. */
    private static final int OTHER_FIELDS = 4096;

    private final Rooms rooms;
    private final Supplier<ChatProperties> chat;
    private final Supplier<DanmakuProperties> danmaku;
    private final ReactiveAuthenticationManager bearers;
    private final LongSupplier nanoTime;
    private final Counter rateLimited;
    private final Counter slowClosed;
    private final Counter protocolErrors;

    DanmakuProtocol(
            Rooms rooms,
            Supplier<ChatProperties> chat,
            Supplier<DanmakuProperties> danmaku,
            ReactiveAuthenticationManager bearers,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.rooms = rooms;
        this.chat = chat;
        this.danmaku = danmaku;
        this.bearers = bearers;
        this.nanoTime = nanoTime;
        this.rateLimited = ChatMeter.RATE_LIMITED.counter(registry);
        this.slowClosed = ChatMeter.SLOW_CLOSED.counter(registry);
        this.protocolErrors = ChatMeter.PROTOCOL_ERRORS.counter(registry);
    }

    Rooms rooms() {
        return rooms;
    }

    /** Finds out who holds {@code token}; may end on any thread. */
    Mono<Authentication> holder(String token) {
        return bearers.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("bearer", token));
    }

    ChatProperties.Limits limits() {
        return chat.get().limits();
    }

    /** The most bytes that the text of one frame may have. */
    int longestText() {
        return LONGEST_ESCAPE * (int) limits().message().toBytes() + OTHER_FIELDS;
    }

    long patienceNanos() {
        return danmaku.get().patience().toNanos();
    }

    long silenceNanos() {
        return danmaku.get().silence().toNanos();
    }

    long closeGraceMillis() {
        return chat.get().connection().closeGrace().toMillis();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    Counter rateLimited() {
        return rateLimited;
    }

    Counter slowClosed() {
        return slowClosed;
    }

    Counter protocolErrors() {
        return protocolErrors;
    }
}
