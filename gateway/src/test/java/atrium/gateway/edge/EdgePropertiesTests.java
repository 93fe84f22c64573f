package atrium.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.config.LiveConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.util.unit.DataSize;

class EdgePropertiesTests {

    private static final Path FIRST_VALUES = Path.of("../nacos-config/config/ATRIUM/gateway.yaml");

    @Test
    void nobody_outside_is_believed_by_default() {
        OutsideProperties outside = bind(OutsideProperties.class, Map.of());

        assertThat(outside.origins()).isEmpty();
        assertThat(outside.trusts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }

    @Test
    void whom_to_believe() {
        OutsideProperties outside = bind(
                OutsideProperties.class,
                Map.of(
                        "atrium.gateway.origins", "https://a.example,https://b.example",
                        "atrium.gateway.trusted-proxies", "10.0.0.0/8,2001:db8::/32"));

        assertThat(outside.origins()).containsExactly("https://a.example", "https://b.example");
        assertThat(outside.trusts(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(outside.trusts(InetAddress.ofLiteral("2001:db8::1"))).isTrue();
        assertThat(outside.trusts(InetAddress.ofLiteral("11.1.2.3"))).isFalse();
    }

    @Test
    void a_proxy_s_name_is_refused() {
        assertThatThrownBy(
                        () -> bind(OutsideProperties.class, Map.of("atrium.gateway.trusted-proxies", "proxy.example")))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_pace_by_default_and_every_key_of_it() {
        assertThat(bind(PaceProperties.class, Map.of()))
                .isEqualTo(new PaceProperties(Duration.ofSeconds(10), Duration.ofSeconds(30), DataSize.ofKilobytes(1)));
        assertThat(bind(
                        PaceProperties.class,
                        Map.of(
                                "atrium.gateway.pace.head-timeout", "1s",
                                "atrium.gateway.pace.body-interval", "2s",
                                "atrium.gateway.pace.body-minimum", "3B")))
                .isEqualTo(new PaceProperties(Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofBytes(3)));
    }

    @Test
    void the_first_values_in_nacos_are_the_defaults() throws IOException {
        PropertySource<?> file = new YamlPropertySourceLoader()
                .load("gateway.yaml", new FileSystemResource(FIRST_VALUES))
                .getFirst();

        assertThat(bind(PaceProperties.class, file)).isEqualTo(bind(PaceProperties.class, Map.of()));
        assertThat(bind(OutsideProperties.class, file)).isEqualTo(bind(OutsideProperties.class, Map.of()));
    }

    private static <T> T bind(Class<T> type, Map<String, Object> values) {
        return bind(type, new MapPropertySource("test", values));
    }

    private static <T> T bind(Class<T> type, PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        return new LiveConfiguration(environment, null, null).of(type).get();
    }
}
