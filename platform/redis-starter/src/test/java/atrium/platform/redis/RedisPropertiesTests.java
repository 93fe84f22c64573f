package atrium.platform.redis;

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

class RedisPropertiesTests {

    @Test
    void nothing_is_set_by_default() {
        assertThat(bind(Map.of())).isEqualTo(new RedisProperties("", Duration.ofSeconds(2)));
    }

    @Test
    void every_key() {
        RedisProperties properties =
                bind(Map.of("atrium.redis.uri", "rediss://u:p@host:7000/3", "atrium.redis.timeout", "700ms"));

        RedisURI uri = properties.toRedisUri("atrium-test");
        assertThat(uri.getHost()).isEqualTo("host");
        assertThat(uri.getPort()).isEqualTo(7000);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getTimeout()).isEqualTo(Duration.ofMillis(700));
        assertThat(uri.getClientName()).isEqualTo("atrium-test");
    }

    @Test
    void the_password_is_never_printed() {
        RedisProperties properties = new RedisProperties("redis://user:hunter2@host", Duration.ofSeconds(2));

        assertThat(properties.toString()).doesNotContain("hunter2");
        assertThat(properties.toRedisUri("atrium-test").toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2@host", "http://u:hunter2@host", "redis://:hunter2@"})
    void a_uri_that_is_none_is_refused_without_repeating_it(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisProperties(uri, Duration.ofSeconds(2)).toRedisUri("atrium-test"))
                .withMessageContaining("atrium.redis.uri")
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    private static RedisProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.redis", RedisProperties.class);
    }
}
