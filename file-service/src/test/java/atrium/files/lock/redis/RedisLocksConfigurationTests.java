package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedisLocksConfigurationTests {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(RedisLocksConfiguration.class);

    @Test
    void locks_are_in_redis_where_there_is_a_bucket_and_a_redis() {
        service.withPropertyValues("atrium.files.store=s3")
                .run(context -> assertThat(context).doesNotHaveBean(Locks.class));
        service.withPropertyValues("atrium.files.store=local", "atrium.redis.uri=redis://127.0.0.1:1")
                .run(context -> assertThat(context).doesNotHaveBean(Locks.class));
        service.withPropertyValues("atrium.files.store=s3", "atrium.redis.uri=redis://127.0.0.1:1")
                .run(context -> assertThat(context).hasSingleBean(RedisLocks.class));
    }

    @Test
    void a_redis_that_does_not_answer_is_in_the_health_and_nobody_gets_a_lock() {
        service.withPropertyValues("atrium.files.store=s3", "atrium.redis.uri=redis://:secret@127.0.0.1:1")
                .run(context -> {
                    Locks locks = context.getBean(Locks.class);

                    assertThatThrownBy(() -> locks.hold("a"))
                            .isInstanceOfSatisfying(
                                    ProblemException.class,
                                    e -> assertThat(e.type()).isEqualTo(FileProblem.LOCKS_AWAY));
                    assertThat(context.getBean(HealthIndicator.class)
                                    .health()
                                    .getStatus()
                                    .getCode())
                            .isEqualTo("DEGRADED");
                });
    }

    @Test
    void a_uri_that_is_none_stops_the_start_and_is_not_repeated() {
        service.withPropertyValues("atrium.files.store=s3", "atrium.redis.uri=http://:secret@host")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure())
                            .hasStackTraceContaining("atrium.redis.uri: not of the form")
                            .satisfies(
                                    failure -> assertThat(stackTrace(failure)).doesNotContain("secret"));
                });
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
