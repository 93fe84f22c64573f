package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.AtriumService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class S3StorePropertiesTests {

    @Test
    void defaults() {
        S3StoreProperties defaults = bind(Map.of());

        assertThat(defaults)
                .isEqualTo(new S3StoreProperties(
                        "files",
                        "",
                        "us-east-1",
                        "",
                        "",
                        null,
                        DataSize.ofMegabytes(8),
                        16,
                        512,
                        Duration.ofSeconds(30),
                        ""));
        assertThat(defaults.usesPathStyle()).isFalse();
        assertThat(defaults.spoolDirectory()).isEqualTo(AtriumService.home().resolve("data/file-service/spool"));
    }

    @Test
    void every_key() {
        assertThat(bind(Map.of(
                        "endpoint", "http://localhost:9000",
                        "region", "r",
                        "access-key", "a",
                        "secret-key", "s",
                        "path-style", "false",
                        "part-size", "16MB",
                        "concurrency", "3",
                        "connections", "4",
                        "timeout", "5s",
                        "spool", "/var/spool")))
                .isEqualTo(new S3StoreProperties(
                        "files",
                        "http://localhost:9000",
                        "r",
                        "a",
                        "s",
                        false,
                        DataSize.ofMegabytes(16),
                        3,
                        4,
                        Duration.ofSeconds(5),
                        "/var/spool"));
    }

    @Test
    void an_endpoint_of_ones_own_has_the_bucket_in_the_path_unless_it_is_said_otherwise() {
        assertThat(bind(Map.of("endpoint", "http://h")).usesPathStyle()).isTrue();
        assertThat(bind(Map.of("endpoint", "http://h", "path-style", "false")).usesPathStyle())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "bucket, ''",
        "endpoint, localhost:9000",
        "endpoint, ftp://host",
        "endpoint, 'http://a b'",
        "access-key, only-this",
        "secret-key, only-this",
        "part-size, 4MB",
        "part-size, 6GB",
        "concurrency, 0",
        "connections, 16",
        "timeout, 0s"
    })
    void what_cannot_be_is_told_with_its_key(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageMatching("atrium\\.files\\.s3\\.(access-key|" + key + "): .*expected: .*");
    }

    @Test
    void keys_are_not_told() {
        assertThat(bind(Map.of("access-key", "AKIA", "secret-key", "hush")).toString())
                .doesNotContain("AKIA", "hush");
    }

    private static S3StoreProperties bind(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("atrium.files.s3.bucket", "files"));
        settings.forEach((key, value) -> all.put("atrium.files.s3." + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("atrium.files.s3", S3StoreProperties.class);
    }
}
