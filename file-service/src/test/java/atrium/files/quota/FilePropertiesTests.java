package atrium.files.quota;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.disk.Durability;
import atrium.files.storage.local.LocalStoreProperties;
import atrium.platform.AtriumService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

class FilePropertiesTests {

    private static final FileProperties DEFAULTS = new FileProperties(
            DataSize.ofGigabytes(10),
            Duration.ZERO,
            DataSize.ofBytes(0),
            Duration.ofDays(1),
            Duration.ofSeconds(60),
            256,
            Set.of(),
            Durability.POWER,
            Duration.ofMinutes(1),
            new FileProperties.Guests(true, DataSize.ofMegabytes(100), DataSize.ofGigabytes(1), Duration.ofDays(1)));

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
        assertThat(new LocalStoreProperties("").root())
                .isEqualTo(AtriumService.home().resolve("data/file-service"));
    }

    @Test
    void every_key() {
        FileProperties set = bind(Map.ofEntries(
                entry("atrium.files.max-size", "1MB"),
                entry("atrium.files.expiry", "2d"),
                entry("atrium.files.room-quota", "3GB"),
                entry("atrium.files.unfinished-expiry", "3h"),
                entry("atrium.files.idle-timeout", "4s"),
                entry("atrium.files.max-concurrent", "5"),
                entry("atrium.files.blocked-types", "a/b,c/*"),
                entry("atrium.files.durability", "process"),
                entry("atrium.files.sweep-interval", "6s"),
                entry("atrium.files.guests.allowed", "false"),
                entry("atrium.files.guests.max-size", "7KB"),
                entry("atrium.files.guests.room-quota", "8KB")));

        assertThat(set)
                .isEqualTo(new FileProperties(
                        DataSize.ofMegabytes(1),
                        Duration.ofDays(2),
                        DataSize.ofGigabytes(3),
                        Duration.ofHours(3),
                        Duration.ofSeconds(4),
                        5,
                        Set.of("a/b", "c/*"),
                        Durability.PROCESS,
                        Duration.ofSeconds(6),
                        new FileProperties.Guests(
                                false, DataSize.ofKilobytes(7), DataSize.ofKilobytes(8), Duration.ofDays(1))));
        assertThat(bind(Map.of("atrium.files.guests.expiry", "9m")).guests().expiry())
                .isEqualTo(Duration.ofMinutes(9));
        assertThat(new LocalStoreProperties("/srv/x").root()).isEqualTo(Path.of("/srv/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-size=-1B",
                "expiry=-1s",
                "unfinished-expiry=0s",
                "idle-timeout=0s",
                "sweep-interval=0s",
                "guests.max-size=-7B",
                "guests.room-quota=-1B",
                "guests.expiry=-1s"
            })
    void nonsense_is_refused_and_named(String setting) {
        String[] parts = setting.split("=");

        assertThatThrownBy(() -> bind(Map.of("atrium.files." + parts[0], parts[1])))
                .rootCause()
                .hasMessageContaining("atrium.files." + parts[0]);
    }

    @Test
    void the_first_values_in_nacos_are_the_defaults() throws Exception {
        Path yaml = Path.of("../nacos-config/config/ATRIUM/file-service.yaml");
        assertThat(Files.exists(yaml)).isTrue();
        List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("nacos", new FileSystemResource(yaml));

        FileProperties published = new Binder(ConfigurationPropertySources.from(sources))
                .bindOrCreate("atrium.files", FileProperties.class);

        assertThat(published).isEqualTo(DEFAULTS);
    }

    private static FileProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("atrium.files", FileProperties.class);
    }
}
