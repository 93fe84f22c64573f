package atrium.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.ratelimit.Limit;
import atrium.gateway.ratelimit.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One gateway's buckets, and a Redis whose answers come when the test says so. */
class SharedBucketsTests {

    private static final long SECOND = 1_000_000_000;
    private static final Limit ONE_A_SECOND = new Limit(1, 8);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Counter alone = meters.counter("alone");
    private final Deque<CompletableFuture<Long>> asked = new ArrayDeque<>();
    private final EmbeddedChannel client = new EmbeddedChannel();
    private final SharedBuckets buckets = new SharedBuckets(
            "address", new TokenBuckets(100, now::get), this::link, Duration.ofMillis(100), now::get, alone);

    private @Nullable LimitLink link;

    SharedBucketsTests() {
        client.freezeTime();
        link = new LimitLink(
                (key, limit) -> {
                    asked.add(new CompletableFuture<>());
                    return asked.getLast();
                },
                now::get,
                meters.timer("answers"));
    }

    @Test
    void far_from_the_limit_nobody_waits_and_redis_is_told() {
        assertThat(take()).isCompletedWithValue(SECOND);
        assertThat(take()).isCompletedWithValue(2 * SECOND);
        assertThat(asked).hasSize(2);
    }

    @Test
    void near_the_limit_redis_is_waited_for_and_answers_on_the_clients_loop() {
        take();
        take();
        CompletableFuture<Long> third = take();
        assertThat(third).isNotDone();

        asked.getLast().complete(5 * SECOND);
        assertThat(third).isNotDone();
        client.runPendingTasks();
        assertThat(third).isCompletedWithValue(5 * SECOND);
    }

    @Test
    void what_others_took_is_learnt_from_each_answer() {
        take();
        asked.getLast().complete(4 * SECOND);

        CompletableFuture<Long> second = take();
        assertThat(second).isNotDone();
        asked.getLast().complete(7 * SECOND);
        client.runPendingTasks();
        assertThat(second).isCompletedWithValue(7 * SECOND);
    }

    @Test
    void who_has_no_token_is_refused_and_redis_not_asked_again() {
        take();
        asked.getLast().complete(7 * SECOND);
        CompletableFuture<Long> second = take();
        asked.getLast().complete(-SECOND / 2);
        client.runPendingTasks();
        assertThat(second).isCompletedWithValue(-SECOND / 2);

        assertThat(take()).isCompletedWithValue(-SECOND);
        now.addAndGet(SECOND);
        assertThat(asked).hasSize(2);
        assertThat(take()).as("a token of its own again").isNotDone();
        assertThat(asked).hasSize(3);
    }

    @Test
    void a_redis_that_has_forgotten_gives_nothing_back() {
        take();
        asked.getLast().complete(6 * SECOND);
        CompletableFuture<Long> second = take();
        asked.getLast().complete(SECOND);
        client.runPendingTasks();

        assertThat(second).isCompletedWithValue(7 * SECOND);
    }

    @Test
    void without_a_link_the_memory_decides() {
        link = null;
        for (int i = 1; i <= 8; i++) {
            assertThat(take()).isCompletedWithValue(i * SECOND);
        }
        assertThat(take()).isCompletedWithValue(-SECOND);
        assertThat(alone.count()).isEqualTo(8);
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_not_waited_for_and_nobody_waits_again_until_it_came() {
        take();
        take();
        CompletableFuture<Long> third = take();
        pass(Duration.ofMillis(99));
        assertThat(third).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(third).isCompletedWithValue(3 * SECOND);
        assertThat(link.isLate()).isTrue();

        assertThat(take()).isCompletedWithValue(4 * SECOND - SECOND / 10);
        assertThat(asked).as("not asked while it is late").hasSize(3);
        assertThat(alone.count()).isEqualTo(2);

        asked.getFirst().complete(SECOND);
        assertThat(link.isLate()).isFalse();
        assertThat(take()).isNotDone();
        assertThat(asked).hasSize(4);
    }

    @Test
    void an_error_lets_the_memory_decide() {
        take();
        take();
        CompletableFuture<Long> third = take();
        asked.forEach(answer -> answer.completeExceptionally(new IllegalStateException("ended")));
        client.runPendingTasks();

        assertThat(third).isCompletedWithValue(3 * SECOND);
        assertThat(alone.count()).isEqualTo(3);
        pass(Duration.ofSeconds(1));
        assertThat(alone.count()).isEqualTo(3);
        assertThat(link.isLate()).isFalse();
    }

    @Test
    void a_redis_that_answers_nothing_is_asked_so_much_and_no_more() {
        Limit wide = new Limit(1_000_000, 1_000_000);
        for (int i = 0; i < 3_000; i++) {
            assertThat(take(wide)).isDone();
        }
        assertThat(asked).hasSize(1_024);
        assertThat(alone.count()).isEqualTo(3_000 - 1_024);
    }

    private @Nullable LimitLink link() {
        return link;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        client.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        client.runScheduledPendingTasks();
    }

    private CompletableFuture<Long> take() {
        return take(ONE_A_SECOND);
    }

    private CompletableFuture<Long> take(Limit limit) {
        return buckets.take("a", limit, client.eventLoop()).toFuture();
    }
}
