package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Defaults, every key, and what is refused. */
class HlsPropertiesTests {

    @Test
    void nothingSet_thenDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(new HlsProperties(
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        7,
                        Duration.ofSeconds(10),
                        DataSize.ofMegabytes(64),
                        10_000,
                        5000));
    }

    @Test
    void everyKeySet_thenTaken() {
        assertThat(bind(Map.of(
                        "atrium.stream.hls.part-duration", "500ms",
                        "atrium.stream.hls.segment-duration", "4s",
                        "atrium.stream.hls.segments", "5",
                        "atrium.stream.hls.idle-timeout", "20s",
                        "atrium.stream.hls.max-size", "8MB",
                        "atrium.stream.hls.max-blocked", "3",
                        "atrium.stream.hls.max-blocked-per-stream", "2")))
                .isEqualTo(new HlsProperties(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(4),
                        5,
                        Duration.ofSeconds(20),
                        DataSize.ofMegabytes(8),
                        3,
                        2));
    }

    @ParameterizedTest
    @CsvSource({
        "part-duration, 10ms",
        "part-duration, 2s",
        "segment-duration, 500ms",
        "segment-duration, 11s",
        "segments, 2",
        "segments, 101",
        "idle-timeout, 0s",
        "max-size, 1023KB",
        "max-blocked, 0",
        "max-blocked-per-stream, 0"
    })
    void senseless_thenRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("atrium.stream.hls." + key, value)))
                .isInstanceOf(BindException.class);
    }

    private static HlsProperties bind(Map<String, String> values) {
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate(
                        "atrium.stream.hls", Bindable.of(HlsProperties.class), new ValidationBindHandler(validator));
    }
}
