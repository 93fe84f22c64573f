package atrium.gateway.ratelimit;

import io.netty.util.concurrent.EventExecutor;
import reactor.core.publisher.Mono;

/** Everybody's token bucket of one limit. Called on every event loop; never blocks. */
public interface Buckets {

    /**
     * Takes one token of {@code client}.
     *
     * @param loop on which the answer is told if it has to be waited for: the client's
     * @return in nanoseconds, how long the bucket takes to be full again; if there was no token, how long until there is
     *     one, negative. Never an error
     */
    Mono<Long> take(Object client, Limit limit, EventExecutor loop);

    /** Where buckets are kept. */
    @FunctionalInterface
    interface Source {

        /**
         * @param kind which limit it is
         * @param memory what this gateway itself knows of it
         */
        Buckets of(String kind, TokenBuckets memory);
    }
}
