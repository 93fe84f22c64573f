package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RedisLockPropertiesTests {

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(of(""));
    }

    @Test
    void every_key() {
        RedisLockProperties properties = bind(Map.of(
                "atrium.files.redis.uri", "rediss://u:p@host:7000/3",
                "atrium.files.redis.timeout", "700ms",
                "atrium.files.redis.lease", "30s",
                "atrium.files.redis.patience", "40s"));

        RedisURI uri = properties.toRedisUri();
        assertThat(uri.getHost()).isEqualTo("host");
        assertThat(uri.getPort()).isEqualTo(7000);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.patience()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void the_password_is_never_printed() {
        RedisLockProperties properties = of("redis://user:hunter2@host");

        assertThat(properties.toString()).doesNotContain("hunter2");
        assertThat(properties.toRedisUri().toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2@host", "http://u:hunter2@host", "redis://:hunter2@"})
    void a_uri_that_is_none_is_refused_without_repeating_it(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(uri).toRedisUri())
                .withMessageContaining("atrium.files.redis.uri")
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    private static RedisLockProperties of(String uri) {
        return new RedisLockProperties(uri, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    private static RedisLockProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.files.redis", RedisLockProperties.class);
    }
}
