package atrium.files.lock.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LeasePropertiesTests {

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(new LeaseProperties(Duration.ofSeconds(10), Duration.ofSeconds(15)));
    }

    @Test
    void every_key() {
        LeaseProperties properties =
                bind(Map.of("atrium.files.redis.lease", "30s", "atrium.files.redis.patience", "40s"));

        assertThat(properties).isEqualTo(new LeaseProperties(Duration.ofSeconds(30), Duration.ofSeconds(40)));
    }

    private static LeaseProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.files.redis", LeaseProperties.class);
    }
}
