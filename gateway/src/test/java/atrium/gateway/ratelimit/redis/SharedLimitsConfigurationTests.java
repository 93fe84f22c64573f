package atrium.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.ratelimit.Buckets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SharedLimitsConfigurationTests {

    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(SharedLimitsConfiguration.class);

    @Test
    void limits_are_shared_where_a_redis_is_named() {
        gateway.run(context -> assertThat(context)
                .doesNotHaveBean(Buckets.Source.class)
                .doesNotHaveBean(HealthIndicator.class));
        gateway.withPropertyValues("atrium.redis.uri=")
                .run(context -> assertThat(context).doesNotHaveBean(Buckets.Source.class));
        gateway.withPropertyValues("atrium.redis.uri=redis://127.0.0.1:1")
                .run(context -> assertThat(context).hasSingleBean(Buckets.Source.class));
    }

    @Test
    void a_redis_that_does_not_answer_is_in_health_and_meters() {
        gateway.withPropertyValues("atrium.redis.uri=redis://:secret@127.0.0.1:1")
                .run(context -> {
                    Health health = context.getBean(HealthIndicator.class).health();

                    assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
                    assertThat(health.getDetails()).containsEntry("connected", false);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("atrium.gateway.limits.shared")
                                    .gauge()
                                    .value())
                            .isZero();
                });
    }

    @Test
    void a_uri_that_is_none_stops_the_start_and_is_not_repeated() {
        gateway.withPropertyValues("atrium.redis.uri=http://:secret@host").run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("atrium.redis.uri: not of the form")
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("secret"));
        });
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
