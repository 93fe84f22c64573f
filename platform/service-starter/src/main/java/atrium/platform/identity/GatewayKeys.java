package atrium.platform.identity;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A service's keys: those of all gateways in the registry together, since a token may be any gateway's.
 *
 * <p>Asked for a key that it has, it answers at once, and fetches once a minute beside that; asked for another, it fetches
 * and answers then, but not more often than once in five seconds, however many ask for whatever: who makes up names of
 * keys costs the gateways nothing. A gateway therefore shows a key for longer than that before it signs with it.
 *
 * <p>A key goes once every gateway has answered and none has it. While one is away, all keys stay: its tokens are still
 * good, and it is not known which keys it has. Any thread may ask.
 */
final class GatewayKeys implements VerificationKeys, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GatewayKeys.class);

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** Nobody waits for longer, whatever the registry's client does. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** More than one gateway has; only reached while one is away for so long that others have new ones again and again. */
    private static final int MOST_KEYS = 256;

    private final Gateways gateways;
    private final ExecutorService threads;
    private final LongSupplier nanoTime;
    private final KeyMeters meters;
    private volatile Map<String, ECKey> known = Map.of();
    private volatile Fetch last;

    /**
     * @param threads where a fetch may block; its own, and shut down with it
     * @param nanoTime as {@link System#nanoTime}
     */
    GatewayKeys(Gateways gateways, ExecutorService threads, LongSupplier nanoTime, KeyMeters meters) {
        this.gateways = gateways;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.last = new Fetch(nanoTime.getAsLong() - FRESH.toNanos(), CompletableFuture.completedFuture(null));
        meters.known(() -> known.size());
    }

    private record Fetch(long begun, CompletableFuture<Void> end) {}

    @Override
    public Mono<ECKey> key(String kid) {
        ECKey key = known.get(kid);
        if (key == null) {
            return Mono.fromFuture(fetched(BETWEEN_FETCHES), true).then(Mono.fromSupplier(() -> known.get(kid)));
        }
        fetched(FRESH);
        return Mono.just(key);
    }

    /** The end of the last fetch; of a new one, if the last began {@code age} ago. */
    private CompletableFuture<Void> fetched(Duration age) {
        Fetch fetch = last;
        return isCurrent(fetch, age) ? fetch.end() : fetchUnlessAnotherDid(age);
    }

    private synchronized CompletableFuture<Void> fetchUnlessAnotherDid(Duration age) {
        if (!isCurrent(last, age)) {
            last = new Fetch(
                    nanoTime.getAsLong(),
                    CompletableFuture.runAsync(this::fetch, threads)
                            .completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        }
        return last.end();
    }

    private boolean isCurrent(Fetch fetch, Duration age) {
        return nanoTime.getAsLong() - fetch.begun() < age.toNanos()
                || !fetch.end().isDone();
    }

    private void fetch() {
        try {
            take(gateways.ask());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service stops
        } catch (RuntimeException e) {
            log.error("the gateways' keys could not be fetched; trying again", e);
            meters.fetched(Gateways.Answer.NONE);
        }
    }

    private void take(Gateways.Answer answer) {
        if (answer.answered() > 0) {
            known = Map.copyOf(answer.isComplete() ? answer.keys() : withKnown(answer.keys()));
        }
        meters.fetched(answer);
    }

    private Map<String, ECKey> withKnown(Map<String, ECKey> answered) {
        Map<String, ECKey> keys = new HashMap<>(answered);
        if (keys.size() + known.size() <= MOST_KEYS) {
            known.forEach(keys::putIfAbsent);
        }
        return keys;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
