package atrium.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTests {

    private static final long SECOND = 1_000_000_000;
    private static final Limit TEN_A_SECOND = new Limit(10, 20);

    /** Just before the clock's overflow, which {@code System.nanoTime} may be at any time. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);

    private final TokenBuckets buckets = new TokenBuckets(100, now::get);

    @Test
    void a_burst_passes_then_one_each_interval() {
        for (int i = 0; i < 20; i++) {
            assertThat(buckets.take("a", TEN_A_SECOND)).isEqualTo((i + 1) * SECOND / 10);
        }
        assertThat(buckets.take("a", TEN_A_SECOND)).isEqualTo(-SECOND / 10);

        now.addAndGet(SECOND / 10 - 1);
        assertThat(buckets.take("a", TEN_A_SECOND)).isEqualTo(-1);
        now.addAndGet(1);
        assertThat(buckets.take("a", TEN_A_SECOND)).isPositive();
        assertThat(buckets.take("a", TEN_A_SECOND)).isNegative();
    }

    @Test
    void a_pause_brings_back_the_burst_and_no_more() {
        take("a", 20);
        now.addAndGet(100 * SECOND);

        assertThat(take("a", 21)).isEqualTo(20);
    }

    @Test
    void one_client_takes_nothing_from_another() {
        take("a", 30);

        assertThat(take("b", 20)).isEqualTo(20);
    }

    @Test
    void a_lower_limit_is_in_force_at_once() {
        take("a", 10);

        assertThat(buckets.take("a", new Limit(10, 5))).isNegative();
    }

    @Test
    void when_all_are_in_use_newcomers_share_one_bucket_until_others_are_full_again() {
        for (int i = 0; i < 100; i++) {
            take("client " + i, 1);
        }
        assertThat(take("newcomer", 15)).isEqualTo(15);
        assertThat(take("another", 15)).isEqualTo(5);
        assertThat(take("client 0", 19)).isEqualTo(19);
        assertThat(buckets.size()).isEqualTo(100);

        now.addAndGet(2 * SECOND);
        assertThat(take("newcomer", 20)).isEqualTo(20);
        assertThat(take("another", 20)).isEqualTo(20);
        assertThat(buckets.size()).isEqualTo(2);
    }

    @Test
    void what_another_knows_to_be_taken_is_taken_here_too_and_nothing_is_given_back() {
        take("a", 10);
        buckets.raise("a", now.get() + 2 * SECOND - SECOND / 10);
        assertThat(take("a", 2)).isOne();

        buckets.raise("a", now.get());
        assertThat(take("a", 1)).isZero();
        buckets.raise("b", now.get() + SECOND);
        assertThat(buckets.size()).as("known here").isOne();
    }

    @Test
    void many_threads_get_no_more_than_one_would() throws Exception {
        AtomicInteger passed = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    ready.countDown();
                    passed.addAndGet(take("a", 1_000));
                });
            }
        }
        assertThat(ready.getCount()).isZero();
        assertThat(passed).hasValue(20);
    }

    @Test
    void an_address_is_one_client_and_so_is_a_network_of_64_bits() {
        assertThat(household("192.0.2.1"))
                .isEqualTo(household("192.0.2.1"))
                .isEqualTo(household("::ffff:192.0.2.1"))
                .isNotEqualTo(household("192.0.2.2"));
        assertThat(household("2001:db8:1:2::1"))
                .isEqualTo(household("2001:db8:1:2:ffff::2"))
                .isNotEqualTo(household("2001:db8:1:3::1"));
    }

    private int take(String client, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            passed += buckets.take(client, TEN_A_SECOND) >= 0 ? 1 : 0;
        }
        return passed;
    }

    private static Object household(String address) {
        return Household.of(InetAddress.ofLiteral(address));
    }
}
