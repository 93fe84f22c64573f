package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

class ScanPropertiesTests {

    private static final ScanProperties DEFAULTS = new ScanProperties(
            ScanProperties.By.NONE,
            DataSize.ofMegabytes(100),
            ScanProperties.TooLarge.REFUSE,
            ScanProperties.OnFailure.HOLD,
            Duration.ofMinutes(5),
            2,
            new ScanProperties.Clamd("127.0.0.1", 3310),
            new ScanProperties.Http(null, ""));

    @Test
    void defaults() {
        assertThat(with()).isEqualTo(DEFAULTS);
    }

    @Test
    void every_key() {
        assertThat(with(
                        "by", "http",
                        "max-size", "7MB",
                        "too-large", "release",
                        "on-failure", "release",
                        "time-limit", "3s",
                        "concurrency", "5",
                        "clamd.host", "av",
                        "clamd.port", "1",
                        "http.url", "https://av.test/scan",
                        "http.token", "secret"))
                .isEqualTo(new ScanProperties(
                        ScanProperties.By.HTTP,
                        DataSize.ofMegabytes(7),
                        ScanProperties.TooLarge.RELEASE,
                        ScanProperties.OnFailure.RELEASE,
                        Duration.ofSeconds(3),
                        5,
                        new ScanProperties.Clamd("av", 1),
                        new ScanProperties.Http(URI.create("https://av.test/scan"), "secret")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-size=-1B",
                "time-limit=0s",
                "time-limit=-1s",
                "http.url=ftp://a/b",
                "http.url=/scan",
                "by=http"
            })
    void nonsense_is_refused_and_named(String setting) {
        String[] parts = setting.split("=");

        assertThatThrownBy(() -> with(parts[0], parts[1])).rootCause().hasMessageContaining("atrium.files.scan.");
    }

    @Test
    void the_token_is_in_no_log() {
        assertThat(with("http.token", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void the_first_values_in_nacos_are_the_defaults() throws Exception {
        Path yaml = Path.of("../nacos-config/config/ATRIUM/file-service.yaml");
        List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("nacos", new FileSystemResource(yaml));

        assertThat(new Binder(ConfigurationPropertySources.from(sources))
                        .bindOrCreate("atrium.files.scan", ScanProperties.class))
                .isEqualTo(DEFAULTS);
    }

    /** The properties with these keys and values; what is not named has its default. */
    static ScanProperties with(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put("atrium.files.scan." + settings[i], settings[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.files.scan", ScanProperties.class);
    }
}
