package atrium.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.config.LiveConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

class LimitsPropertiesTests {

    @Test
    void the_defaults() {
        LimitsProperties limits = bind(Map.of());

        assertThat(limits.address()).isEqualTo(new Limit(500, 2_000));
        assertThat(limits.addressWrites()).isEqualTo(new Limit(300, 1_500));
        assertThat(limits.user()).isEqualTo(new Limit(500, 2_000));
        assertThat(limits.userWrites()).isEqualTo(new Limit(300, 1_500));
        assertThat(limits.exempts(InetAddress.ofLiteral("127.1.2.3"))).isTrue();
        assertThat(limits.exempts(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(limits.exempts(InetAddress.ofLiteral("192.0.2.1"))).isFalse();
    }

    @Test
    void the_first_values_in_nacos_are_the_defaults() throws IOException {
        PropertySource<?> file = new YamlPropertySourceLoader()
                .load("gateway.yaml", new FileSystemResource(Path.of("../nacos-config/config/ATRIUM/gateway.yaml")))
                .getFirst();

        assertThat(bind(file)).isEqualTo(bind(Map.of()));
    }

    @Test
    void every_key() {
        LimitsProperties limits = bind(Map.of(
                "atrium.gateway.limits.address", "1/2",
                "atrium.gateway.limits.address-writes", "3",
                "atrium.gateway.limits.user", "0",
                "atrium.gateway.limits.user-writes", "4/5",
                "atrium.gateway.limits.exempt-networks", "192.0.2.0/24"));

        assertThat(limits.address()).isEqualTo(new Limit(1, 2));
        assertThat(limits.addressWrites()).isEqualTo(new Limit(3, 3));
        assertThat(limits.user().isOff()).isTrue();
        assertThat(limits.userWrites()).isEqualTo(new Limit(4, 5));
        assertThat(limits.exempts(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
        assertThat(limits.exempts(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "5/0", "0/5", "x", "5/", "2000000000/1"})
    void what_is_no_limit_is_refused(String text) {
        assertThatThrownBy(() -> bind(Map.of("atrium.gateway.limits.address", text)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LimitsProperties bind(Map<String, Object> values) {
        return bind(new MapPropertySource("test", values));
    }

    private static LimitsProperties bind(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        return new LiveConfiguration(environment, null, null)
                .of(LimitsProperties.class)
                .get();
    }
}
