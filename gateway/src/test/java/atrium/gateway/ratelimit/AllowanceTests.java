package atrium.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.config.Live;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class AllowanceTests {

    private final Live<LimitsProperties> limits = new Live<>(all("2/4"));
    private final AtomicLong now = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Allowance allowance =
            new Allowance("address", limits, LimitsProperties::address, new TokenBuckets(10, now::get), meters);

    @Test
    void each_answer_tells_what_is_left_and_when_it_is_whole_again() {
        assertThat(state("a")).isEqualTo("\"address\";r=3;t=1");
        assertThat(state("a")).isEqualTo("\"address\";r=2;t=1");
        assertThat(state("a")).isEqualTo("\"address\";r=1;t=2");
        assertThat(state("a")).isEqualTo("\"address\";r=0;t=2");
    }

    @Test
    void a_refusal_tells_the_same_time_twice() {
        limits.replace(all("1/1"));
        charge("a", new HttpHeaders());
        HttpHeaders answer = new HttpHeaders();

        ProblemException refusal = charge("a", answer).orElseThrow();

        assertThat(refusal.getHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(answer.getFirst("RateLimit")).isEqualTo("\"address\";r=0;t=1");
        assertThat(meters.get("atrium.gateway.limited")
                        .tag("kind", "address")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void a_changed_limit_is_told_and_in_force_with_the_next_request() {
        HttpHeaders answer = new HttpHeaders();
        limits.replace(all("10/30"));

        charge("a", answer);

        assertThat(answer.getFirst("RateLimit-Policy")).isEqualTo("\"address\";q=30;w=3");
        assertThat(answer.getFirst("RateLimit")).isEqualTo("\"address\";r=29;t=1");
    }

    @Test
    void without_a_limit_nothing_is_counted_or_told() {
        limits.replace(all("0"));
        for (int i = 0; i < 100; i++) {
            HttpHeaders answer = new HttpHeaders();
            assertThat(charge("a", answer)).isEmpty();
            assertThat(answer.isEmpty()).isTrue();
        }
    }

    private String state(String client) {
        HttpHeaders answer = new HttpHeaders();
        assertThat(charge(client, answer)).isEmpty();
        return answer.getFirst("RateLimit");
    }

    private Optional<ProblemException> charge(String client, HttpHeaders answer) {
        return allowance
                .charge(client, answer, ImmediateEventExecutor.INSTANCE)
                .blockOptional()
                .orElseThrow();
    }

    private static LimitsProperties all(String limit) {
        Limit each = Limit.valueOf(limit);
        return new LimitsProperties(each, each, each, each, List.of());
    }
}
