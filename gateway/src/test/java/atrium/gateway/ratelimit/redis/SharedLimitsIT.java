package atrium.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.ratelimit.Buckets;
import atrium.gateway.ratelimit.Limit;
import atrium.gateway.ratelimit.TokenBuckets;
import atrium.platform.redis.RedisProperties;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways that share their limits, and a Redis that stands still, dies, forgets and comes back. */
@Requires(Part.REDIS)
class SharedLimitsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String CLIENT = "jane";
    private static final String KEY = LimitKeys.of("user", CLIENT);

    private static RedisProcess redis;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Gateway> gateways = new ArrayList<>();

    /** One gateway's buckets of one limit. */
    private record Gateway(SharedLimits limits, Buckets buckets, EventLoop loop) implements AutoCloseable {

        long take(Limit limit) {
            return take(CLIENT, limit);
        }

        long take(String client, Limit limit) {
            return buckets.take(client, limit, loop).blockOptional().orElseThrow();
        }

        int take(Limit limit, int times) {
            return take(CLIENT, limit, times);
        }

        int take(String client, Limit limit, int times) {
            int passed = 0;
            for (int i = 0; i < times; i++) {
                passed += take(client, limit) >= 0 ? 1 : 0;
            }
            return passed;
        }

        @Override
        public void close() {
            limits.close();
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisProcess.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void forgetAll() throws IOException {
        redis.command("FLUSHALL");
    }

    @AfterEach
    void closeAll() {
        gateways.forEach(Gateway::close);
    }

    @Test
    void gateways_whose_clocks_have_nothing_in_common_share_a_bucket() {
        Gateway here = gateway(LONG, System::nanoTime);
        Gateway there = gateway(LONG, () -> System.nanoTime() + Long.MAX_VALUE);
        Limit limit = new Limit(1, 20);
        long since = System.nanoTime();

        int passed = 0;
        for (int i = 0; i < 20; i++) {
            passed += here.take(limit, 1) + there.take(limit, 1);
        }

        assertThat(passed).isBetween(20, 20 + secondsSince(since));
        assertThat(here.take(limit)).isBetween(-1_000_000_000L, -1L);
    }

    @Test
    void asked_at_once_they_exceed_the_limit_by_no_more_than_what_was_on_its_way() throws Exception {
        Limit limit = new Limit(1, 40);
        for (int i = 0; i < 4; i++) {
            gateway(LONG, System::nanoTime);
        }
        AtomicInteger passed = new AtomicInteger();
        long since = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gateways.forEach(gateway -> threads.execute(() -> passed.addAndGet(gateway.take(limit, 100))));
        }

        assertThat(passed.get()).isBetween(40, 40 + 3 * 40 / SharedBuckets.FAR + secondsSince(since));
    }

    @Test
    void what_one_took_the_other_knows_of_with_its_next_request() {
        Gateway here = gateway(LONG, System::nanoTime);
        Limit limit = new Limit(1, 1_200);

        assertThat(here.take(limit)).isEqualTo(limit.interval());
        assertThat(here.take(limit, 400)).isEqualTo(400);

        Gateway there = gateway(LONG, System::nanoTime);
        assertThat(there.take(limit)).as("told while nobody waits").isEqualTo(limit.interval());
        await().atMost(SOON).until(() -> there.take(limit) > 300 * limit.interval());
    }

    @Test
    void a_bucket_that_is_full_again_is_gone() throws IOException {
        Gateway here = gateway(LONG, System::nanoTime);
        Limit limit = new Limit(10, 20);
        here.take(limit, 8);

        await().atMost(SOON).until(() -> number("PTTL", KEY) <= 800);
        await().atMost(SOON).until(() -> number("EXISTS", KEY) == 0);
        assertThat(here.take(limit)).isPositive();
    }

    @Test
    void a_redis_whose_clock_is_put_back_keeps_nobody_out_for_longer_than_a_bucket_takes() throws IOException {
        Gateway here = gateway(LONG, System::nanoTime);
        Limit limit = new Limit(1, 4);
        Instant future = Instant.now().plus(1, ChronoUnit.HOURS);
        redis.command("SET", KEY, future.getEpochSecond() + "000000000");

        assertThat(here.take(limit)).as("told while nobody waits").isPositive();
        await().atMost(SOON).until(() -> number("PTTL", KEY) <= 4_000);
        await().atMost(SOON).until(() -> here.take(limit) < 0);
        await().atMost(SOON).until(() -> here.take(limit) > 0);
    }

    @Test
    void a_redis_that_stands_still_holds_up_few_and_for_a_moment_only() throws IOException {
        Gateway here = gateway(SharedLimits.PATIENCE, System::nanoTime);
        Limit limit = new Limit(1, 50);
        long start = System.nanoTime();
        here.take(limit, 25);
        redis.pause();
        try {
            long before = alone();
            assertThat(here.take(limit)).isPositive();
            assertThat(here.limits().isLate()).isTrue();
            assertThat(health(here)).isEqualTo("DEGRADED");
            long since = System.nanoTime();
            assertThat(here.take(limit, 10)).isEqualTo(10);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(SharedLimits.PATIENCE.multipliedBy(10));
            assertThat(alone()).isEqualTo(before + 11);
        } finally {
            redis.resume();
        }
        await().atMost(SOON).until(() -> health(here).equals("UP"));
        assertThat(gateway(LONG, System::nanoTime).take(limit, 50)).isLessThanOrEqualTo(25 + secondsSince(start));
    }

    @Test
    void while_redis_is_dead_each_gateway_counts_alone_and_then_they_share_again() throws IOException {
        Gateway here = gateway(LONG, System::nanoTime);
        Gateway there = gateway(LONG, System::nanoTime);
        Limit limit = new Limit(1, 20);
        long since = System.nanoTime();
        redis.kill();
        try {
            await().atMost(SOON).until(() -> !here.limits().isConnected() && !there.limits().isConnected());
            assertThat(health(here)).isEqualTo("DEGRADED");
            assertThat(here.take(limit, 15)).isEqualTo(15);
            assertThat(there.take(limit, 15)).isEqualTo(15);
            assertThat(alone()).isEqualTo(30);
        } finally {
            redis.launch();
        }
        connected(here);
        connected(there);
        assertThat(health(there)).isEqualTo("UP");
        int more = here.take(limit, 40) + there.take(limit, 40);
        assertThat(more).as("what each has left").isBetween(10, 10 + 2 * secondsSince(since));
        int shared = here.take("joe", limit, 40) + there.take("joe", limit, 40);
        assertThat(shared).isBetween(20, 20 + secondsSince(since));
        assertThat(alone()).isEqualTo(30);
    }

    @Test
    void a_script_that_redis_has_forgotten_is_loaded_again() throws IOException {
        Gateway here = gateway(LONG, System::nanoTime);
        redis.command("SCRIPT", "FLUSH");
        here.take(new Limit(1, 2), 2);

        assertThat(gateway(LONG, System::nanoTime).take(new Limit(1, 2), 2)).isLessThan(2);
        assertThat(alone()).isZero();
    }

    @Test
    void a_redis_that_answers_with_an_error_lets_each_count_alone() throws IOException {
        Gateway here = gateway(LONG, System::nanoTime);
        redis.command("LPUSH", KEY, "something else");

        assertThat(here.take(new Limit(1, 3), 4)).isEqualTo(3);
        await().atMost(SOON).until(() -> alone() == 3);
    }

    private Gateway gateway(Duration patience, LongSupplier nanos) {
        RedisProperties properties = new RedisProperties(redis.uri(), LONG);
        SharedLimits limits = new SharedLimits(properties, patience, nanos, meters);
        Gateway gateway = new Gateway(limits, limits.of("user", new TokenBuckets(100, nanos)), new DefaultEventLoop());
        gateways.add(gateway);
        limits.start();
        connected(gateway);
        return gateway;
    }

    private static void connected(Gateway gateway) {
        await().atMost(SOON).until(gateway.limits()::isConnected);
    }

    private static String health(Gateway gateway) {
        return new SharedLimitsHealth(gateway.limits()).health().getStatus().getCode();
    }

    private long alone() {
        return (long) meters.get("atrium.gateway.limits.alone").counter().count();
    }

    private static long number(String... command) throws IOException {
        return Long.parseLong(redis.command(command).substring(1));
    }

    /** Rounded up: for each of them a token comes back. */
    private static int secondsSince(long nanos) {
        return (int) Duration.ofNanos(System.nanoTime() - nanos).toSeconds() + 1;
    }
}
