package atrium.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class NacosHealthTests {

    @Test
    void is_up_while_nacos_answers_and_degraded_with_the_reason_when_it_does_not() {
        assertThat(new NacosHealth(() -> "UP").health().getStatus()).isEqualTo(Status.UP);

        var away = new NacosHealth(() -> "DOWN").health();

        assertThat(away.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(away.getDetails()).containsKey("reason");
    }

    @Test
    void a_nacos_that_stands_still_is_away_and_asked_once_until_it_answers() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        NacosHealth health = new NacosHealth(
                () -> {
                    asked.incrementAndGet();
                    awaitUninterruptibly(answer);
                    return "UP";
                },
                Duration.ofMillis(20));

        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(asked).hasValueLessThan(2);

        answer.countDown();
        await().until(() -> health.health().getStatus().equals(Status.UP));
    }

    @Test
    void a_client_that_fails_has_not_reached_it() {
        var health = new NacosHealth(() -> {
            throw new IllegalStateException("no client");
        });

        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
