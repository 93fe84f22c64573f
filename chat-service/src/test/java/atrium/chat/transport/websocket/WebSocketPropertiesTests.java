package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class WebSocketPropertiesTests {

    private static final HandshakeProperties HANDSHAKE = new HandshakeProperties(List.of(), 50, 500, 0);
    private static final ControlProperties CONTROLS = new ControlProperties(20, 60);
    private static final CompressionProperties COMPRESSION =
            new CompressionProperties(true, DataSize.ofKilobytes(1));

    @Test
    void defaults() {
        assertThat(bind(HandshakeProperties.class, Map.of())).isEqualTo(HANDSHAKE);
        assertThat(bind(ControlProperties.class, Map.of())).isEqualTo(CONTROLS);
        assertThat(bind(CompressionProperties.class, Map.of())).isEqualTo(COMPRESSION);
    }

    @Test
    void every_key() {
        assertThat(bind(
                        HandshakeProperties.class,
                        Map.of(
                                "atrium.chat.handshake.origins", "https://a.example,https://b.example",
                                "atrium.chat.handshake.rate", 2,
                                "atrium.chat.handshake.burst", 3,
                                "atrium.chat.handshake.connections", 4)))
                .isEqualTo(new HandshakeProperties(List.of("https://a.example", "https://b.example"), 2, 3, 4));
        assertThat(bind(
                        ControlProperties.class,
                        Map.of("atrium.chat.controls.rate", 2, "atrium.chat.controls.burst", 3)))
                .isEqualTo(new ControlProperties(2, 3));
        assertThat(bind(
                        CompressionProperties.class,
                        Map.of("atrium.chat.compression.enabled", false, "atrium.chat.compression.min-size", "2KB")))
                .isEqualTo(new CompressionProperties(false, DataSize.ofKilobytes(2)));
    }

    @Test
    void the_published_first_values_are_the_defaults() throws IOException {
        PropertySource<?> yaml = new YamlPropertySourceLoader()
                .load(
                        "first values",
                        new FileSystemResource(Path.of("../nacos-config/config/ATRIUM/chat-service.yaml")))
                .getFirst();

        assertThat(bind(HandshakeProperties.class, yaml)).isEqualTo(HANDSHAKE);
        assertThat(bind(ControlProperties.class, yaml)).isEqualTo(CONTROLS);
        assertThat(bind(CompressionProperties.class, yaml)).isEqualTo(COMPRESSION);
    }

    @ParameterizedTest
    @CsvSource({"rate, 0", "burst, 0", "connections, -1", "orgins, x"})
    void a_handshake_that_makes_no_sense_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(HandshakeProperties.class, Map.of("atrium.chat.handshake." + key, value)))
                .hasStackTraceContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"rate, 0", "burst, -1"})
    void controls_that_make_no_sense_are_refused(String key, String value) {
        assertThatThrownBy(() -> bind(ControlProperties.class, Map.of("atrium.chat.controls." + key, value)))
                .hasStackTraceContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"min-size, -1B", "min-size, 2GB", "enabled, perhaps"})
    void compression_that_makes_no_sense_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(CompressionProperties.class, Map.of("atrium.chat.compression." + key, value)))
                .hasStackTraceContaining(key.split("-")[0]);
    }

    private static <T> T bind(Class<T> type, Map<String, Object> values) {
        return bind(type, new MapPropertySource("test", values));
    }

    private static <T> T bind(Class<T> type, PropertySource<?> source) {
        Binder binder = new Binder(
                ConfigurationPropertySources.from(source), null, ApplicationConversionService.getSharedInstance());
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        String prefix = type.getAnnotation(ConfigurationProperties.class).value();
        return binder.bindOrCreate(
                prefix, Bindable.of(type), new NoUnboundElementsBindHandler(new ValidationBindHandler(validator)));
    }
}
