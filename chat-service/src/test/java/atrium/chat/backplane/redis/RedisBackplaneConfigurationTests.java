package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.RecordingHalf;
import atrium.chat.message.RoomName;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

class RedisBackplaneConfigurationTests {

    private final ApplicationContextRunner service =
            new ApplicationContextRunner().withUserConfiguration(Rest.class, RedisBackplaneConfiguration.class);

    @Test
    void without_a_uri_there_is_none() {
        service.run(
                context -> assertThat(context).doesNotHaveBean(Backplane.class).hasNotFailed());
        service.withPropertyValues("atrium.redis.uri= ")
                .run(context -> assertThat(context).doesNotHaveBean(Backplane.class));
    }

    @Test
    void a_redis_that_does_not_answer_is_in_the_health_and_rooms_live_alone() {
        service.withPropertyValues("atrium.redis.uri=redis://:secret@127.0.0.1:1", "atrium.redis.timeout=300ms")
                .run(context -> {
                    RecordingHalf half = RecordingHalf.in(context.getBean(Backplane.class), new RoomName("alone"));
                    await().until(half::isAttached);
                    half.say("hello?");
                    await().until(() -> half.count() == 1);

                    assertThat(half.attachments()).extracting(Attachment::whole).containsExactly(true);
                    Health health = context.getBean(HealthIndicator.class).health();
                    assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
                    assertThat(health.getDetails())
                            .isEqualTo(Map.of("mode", "redis", "connected", false, "roomsAlone", 1L));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("atrium.chat.backplane.connected")
                                    .gauge()
                                    .value())
                            .isZero();
                });
    }

    @Test
    void a_uri_that_is_none_stops_the_start_and_is_not_repeated() {
        service.withPropertyValues("atrium.redis.uri=http://:secret@host").run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("atrium.redis.uri: not of the form")
                    .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("secret"));
        });
    }

    private static String stackTrace(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Configuration(proxyBeanMethods = false)
    static class Rest {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Live<ChatProperties> properties(ConfigurableEnvironment environment) {
            return new LiveConfiguration(environment, null, null).of(ChatProperties.class);
        }
    }
}
