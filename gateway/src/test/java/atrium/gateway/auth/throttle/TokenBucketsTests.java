package atrium.gateway.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.MovableClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketsTests {

    private final MovableClock clock = new MovableClock();
    private final TokenBuckets buckets =
            new TokenBuckets(() -> new TokenBuckets.Rate(3, Duration.ofSeconds(10)), clock);

    @Test
    void a_burst_passes_and_then_one_each_refill() {
        take(3);

        assertThat(buckets.take("ada")).isEqualTo(Duration.ofSeconds(10));
        clock.pass(Duration.ofSeconds(4));
        assertThat(buckets.take("ada")).isEqualTo(Duration.ofSeconds(6));
        clock.pass(Duration.ofSeconds(6));
        assertThat(buckets.take("ada")).isZero();
        assertThat(buckets.take("ada")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void one_key_does_not_slow_another() {
        take(3);

        assertThat(buckets.take("bob")).isZero();
    }

    @Test
    void an_attempt_that_is_given_back_was_none() {
        take(3);
        buckets.giveBack("ada");

        assertThat(buckets.take("ada")).isZero();
        assertThat(buckets.take("ada")).isPositive();
    }

    @Test
    void a_long_rest_fills_the_bucket_and_no_more() {
        take(3);
        clock.pass(Duration.ofDays(1));

        take(3);
        assertThat(buckets.take("ada")).isPositive();
    }

    @Test
    void a_flood_of_keys_is_bounded_and_does_not_forget_the_one_that_had_many() {
        take(3);
        for (int i = 0; i < TokenBuckets.MOST_KEYS + 100; i++) {
            buckets.take("made up " + i);
        }

        assertThat(buckets.keys()).isLessThanOrEqualTo(TokenBuckets.MOST_KEYS);
        assertThat(buckets.take("ada")).isPositive();
    }

    @Test
    void addresses_of_one_ipv6_network_count_together_and_those_of_ipv4_each() {
        assertThat(key("2001:db8:1:2::1"))
                .isEqualTo(key("2001:db8:1:2:ffff::9"))
                .isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
        assertThat(AddressKey.of(null)).isEqualTo("unknown");
    }

    private static String key(String address) {
        return AddressKey.of(new InetSocketAddress(InetAddress.ofLiteral(address), 1));
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(buckets.take("ada")).isZero();
        }
    }
}
