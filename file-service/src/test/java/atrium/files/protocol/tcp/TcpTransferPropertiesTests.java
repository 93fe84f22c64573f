package atrium.files.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.address.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

class TcpTransferPropertiesTests {

    private static final String PREFIX = "atrium.files.tcp";
    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/file-service.yaml");
    private static final TcpTransferProperties DEFAULTS = new TcpTransferProperties(
            "127.0.0.1",
            8602,
            List.of(Network.valueOf("127.0.0.0/8"), Network.valueOf("::1")),
            "lobby",
            256,
            Duration.ofSeconds(10),
            Duration.ofMillis(5),
            DataSize.ofKilobytes(1));

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
    }

    @Test
    void every_key() {
        assertThat(bind(Map.of(
                        "address", "0.0.0.0",
                        "port", "1",
                        "networks", "10.0.0.0/8, fc00::/7",
                        "room", "e\u0301",
                        "max-connections", "2",
                        "name-timeout", "3s",
                        "name-pause", "4ms",
                        "least-rate", "5B")))
                .isEqualTo(new TcpTransferProperties(
                        "0.0.0.0",
                        1,
                        List.of(Network.valueOf("10.0.0.0/8"), Network.valueOf("fc00::/7")),
                        "\u00e9",
                        2,
                        Duration.ofSeconds(3),
                        Duration.ofMillis(4),
                        DataSize.ofBytes(5)));
        assertThat(bind(Map.of("networks", "")).networks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"room=a/b", "name-timeout=0s", "name-pause=0s", "least-rate=0B", "networks=10.0.0.0/99"})
    void nonsense_is_refused_and_named(String setting) {
        String[] parts = setting.split("=");

        assertThatThrownBy(() -> bind(Map.of(parts[0], parts[1])))
                .hasMessageContaining(PREFIX)
                .hasStackTraceContaining(parts[0].equals("networks") ? "bits" : parts[0]);
    }

    @Test
    void the_first_values_in_nacos_are_the_defaults() throws Exception {
        EnumerablePropertySource<?> yaml = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
                .load("first values", new FileSystemResource(FIRST_VALUES))
                .getFirst();

        assertThat(yaml.getPropertyNames())
                .contains(
                        PREFIX + ".room",
                        PREFIX + ".networks",
                        PREFIX + ".max-connections",
                        PREFIX + ".name-timeout",
                        PREFIX + ".name-pause",
                        PREFIX + ".least-rate");
        assertThat(bind(yaml)).isEqualTo(DEFAULTS);
    }

    private static TcpTransferProperties bind(Map<String, String> settings) {
        Map<String, Object> values = new HashMap<>();
        settings.forEach((key, value) -> values.put(PREFIX + "." + key, value));
        return bind(new MapPropertySource("test", values));
    }

    private static TcpTransferProperties bind(PropertySource<?> source) {
        return new Binder(
                        ConfigurationPropertySources.from(source),
                        new PropertySourcesPlaceholdersResolver(List.of(source)))
                .bindOrCreate(PREFIX, TcpTransferProperties.class);
    }
}
