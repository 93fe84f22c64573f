package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTests {

    private static final Duration LENGTH = Duration.ofSeconds(6);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // which overflows at once
    private final AtomicInteger asked = new AtomicInteger();
    private final Leases leases = new Leases(LENGTH, () -> "token", () -> null, nanos::get);
    private final Lease lease = leases.begin("a", asked::incrementAndGet);

    @Test
    void it_is_over_for_its_holder_before_it_is_for_redis() {
        lease.take(nanos.get());

        pass(4999);
        assertThat(lease.isLost()).isFalse();
        pass(1);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void it_lasts_from_the_time_that_its_renewal_was_sent() {
        lease.take(nanos.get());
        pass(2000);
        assertThat(lease.isDue(nanos.get())).isTrue();
        assertThat(lease.isDue(nanos.get())).isFalse();
        long sent = nanos.get();
        pass(1000);
        lease.renew(sent);

        pass(3999);
        assertThat(lease.isLost()).isFalse();
        pass(1);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_renewal_that_failed_is_due_again_at_once() {
        lease.take(nanos.get());
        pass(2000);
        assertThat(lease.isDue(nanos.get())).isTrue();

        lease.renewalFailed(nanos.get());

        assertThat(lease.isDue(nanos.get())).isTrue();
    }

    @Test
    void its_holder_is_told_once_whether_it_is_asked_or_lost() {
        leases.asked("another");
        leases.asked("token");
        leases.asked("token");
        lease.lose();

        await().until(() -> asked.get() > 0);
        assertThat(asked).hasValue(1);
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void who_has_given_it_back_is_not_asked() {
        lease.close();
        lease.close();

        leases.asked("token");

        assertThat(asked).hasValue(0);
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
