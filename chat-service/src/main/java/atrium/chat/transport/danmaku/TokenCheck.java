package atrium.chat.transport.danmaku;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * A client's token, while it is found out whose it is. What the client says meanwhile waits, because clients enter a room
 * without waiting for the answer to their login.
 *
 * <p>Ends in a task of the loop's own, also where the answer is there at once. Confined to that loop.
 */
final class TokenCheck {

    private static final Logger log = LoggerFactory.getLogger(TokenCheck.class);

    private static final int MOST_WAITING = 32;

    private final List<ClientMessage> waiting = new ArrayList<>();
    private final Disposable verification;
    private boolean stopped;

    /**
     * Begins. One of {@code known} and {@code refused} is called, once and on {@code loop}, unless it is stopped before.
     *
     * @param holder finds out; may end on any thread
     * @param refused given why, as the client may be told
     */
    TokenCheck(Mono<Authentication> holder, EventLoop loop, Consumer<Authentication> known, Consumer<String> refused) {
        this.verification = holder.single()
                .subscribe(
                        found -> loop.execute(() -> end(known, found)),
                        fault -> loop.execute(() -> end(refused, why(fault))));
    }

    /** Keeps {@code message} for later; false if too many wait. */
    boolean keep(ClientMessage message) {
        return waiting.size() < MOST_WAITING && waiting.add(message);
    }

    /** What has waited, in its order. */
    List<ClientMessage> waiting() {
        return waiting;
    }

    /** Nobody wants to know any more. */
    void stop() {
        stopped = true;
        verification.dispose();
    }

    private static String why(Throwable fault) {
        if (fault instanceof AuthenticationException wrong) {
            return String.valueOf(wrong.getMessage());
        }
        log.warn("a token could not be checked", fault);
        return "The token cannot be checked now.";
    }

    private <T> void end(Consumer<T> answer, T value) {
        if (!stopped) {
            answer.accept(value);
        }
    }
}
