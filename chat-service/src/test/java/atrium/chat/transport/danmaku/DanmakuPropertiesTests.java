package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.netty.NettyServerProperties;
import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class DanmakuPropertiesTests {

    private static final String PREFIX = "atrium.chat.danmaku.";
    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/chat-service.yaml");
    private static final NettyServerProperties SERVER = new NettyServerProperties("127.0.0.1", 8601, 7);
    private static final DanmakuProperties DEFAULTS =
            new DanmakuProperties(SERVER, Duration.ofSeconds(10), Duration.ofMinutes(2));

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void every_key() {
        assertThat(bind(Map.of("patience", "3s", "silence", "4s")))
                .isEqualTo(new DanmakuProperties(SERVER, Duration.ofSeconds(3), Duration.ofSeconds(4)));
    }

    @Test
    void the_published_first_values_are_the_defaults() throws IOException {
        EnumerablePropertySource<?> yaml = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("first values", new FileSystemResource(FIRST_VALUES))
                .getFirst();

        assertThat(yaml.getPropertyNames()).contains(PREFIX + "patience", PREFIX + "silence");
        assertThat(bind(List.of(yaml, server()))).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"patience, 0s", "silence, 1ms", "server.port, 65536", "server.max-connections, 0", "server.address, ''"
    })
    void what_makes_no_sense_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).isInstanceOf(BindException.class);
    }

    private static DanmakuProperties bind(Map<String, String> keys) {
        Map<String, Object> values = new HashMap<>();
        keys.forEach((key, value) -> values.put(PREFIX + key, value));
        return bind(List.of(new MapPropertySource("test", values), server()));
    }

    private static DanmakuProperties bind(List<PropertySource<?>> sources) {
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        return new Binder(
                        ConfigurationPropertySources.from(sources),
                        null,
                        ApplicationConversionService.getSharedInstance())
                .bind("atrium.chat.danmaku", Bindable.of(DanmakuProperties.class), new ValidationBindHandler(validator))
                .get();
    }

    private static PropertySource<?> server() {
        return new MapPropertySource(
                "server",
                Map.of(
                        PREFIX + "server.address", SERVER.address(),
                        PREFIX + "server.port", SERVER.port(),
                        PREFIX + "server.max-connections", SERVER.maxConnections()));
    }
}
