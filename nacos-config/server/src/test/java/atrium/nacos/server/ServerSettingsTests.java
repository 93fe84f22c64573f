package atrium.nacos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTests {

    private static final Map<String, String> COMPLETE = Map.of(
            "NACOS_AUTH_TOKEN",
                    Base64.getEncoder().encodeToString("0f".repeat(16).getBytes(StandardCharsets.US_ASCII)),
            "NACOS_AUTH_IDENTITY_KEY", "atrium-node",
            "NACOS_AUTH_IDENTITY_VALUE", "d41d8cd98f00b204");

    @Test
    void defaultsAreLoopbackAndTheContractsPorts() {
        ServerSettings settings = ServerSettings.from(COMPLETE);

        assertThat(settings.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.ports()).containsValues(8848, 9848, 9849, 8849);
        assertThat(settings.home()).isEqualTo(Path.of("var").toAbsolutePath());
    }

    @Test
    void filesLieUnderTheHome() {
        ServerSettings settings = ServerSettings.from(with("ATRIUM_HOME", "/srv/atrium"));

        assertThat(settings.data()).isEqualTo(Path.of("/srv/atrium/data/nacos"));
        assertThat(settings.log()).isEqualTo(Path.of("/srv/atrium/log/nacos"));
        assertThat(settings.systemProperties())
                .containsEntry("nacos.home", "/srv/atrium/data/nacos")
                .containsEntry("JM.SNAPSHOT.PATH", "/srv/atrium/data/nacos");
    }

    @Test
    void anotherAddressReachesEverySocket() {
        assertThat(ServerSettings.from(with("ATRIUM_NACOS_BIND_ADDRESS", "0.0.0.0"))
                        .systemProperties())
                .containsEntry("server.address", "0.0.0.0")
                .containsEntry("nacos.remote.grpc.listen.ip", "0.0.0.0")
                .containsEntry("nacos.server.ip", "127.0.0.1");
    }

    @Test
    void secretsAreNotSystemProperties() {
        assertThat(ServerSettings.from(COMPLETE).systemProperties().values())
                .doesNotContainAnyElementsOf(COMPLETE.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NACOS_AUTH_TOKEN", "NACOS_AUTH_IDENTITY_KEY", "NACOS_AUTH_IDENTITY_VALUE"})
    void refusesToStartWithoutASecret(String name) {
        assertThatThrownBy(() -> ServerSettings.from(with(name, "")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(name + " is not set")
                .hasMessageContaining("./atrium up generates it");
    }

    @ParameterizedTest
    @CsvSource({
        "NACOS_AUTH_TOKEN, not/base64!, is not base64",
        "NACOS_AUTH_TOKEN, c2hvcnQ=, 5 bytes (expected: at least 32",
        "NACOS_AUTH_TOKEN, SecretKey012345678901234567890123456789012345678901234567890123456789, not base64",
        "NACOS_AUTH_TOKEN, VGhpc0lzTXlDdXN0b21TZWNyZXRLZXkwMTIzNDU2Nzg=, published",
        "NACOS_AUTH_IDENTITY_VALUE, security, 8 characters (expected: at least 16)",
        "NACOS_AUTH_IDENTITY_KEY, a: b, must be a header's name",
        "NACOS_AUTH_ENABLE, false, cannot be switched off",
        "MODE, cluster, expected: standalone",
        "ATRIUM_NACOS_PORT, 65000, expected: 1 to 64534",
        "ATRIUM_NACOS_CONSOLE_PORT, none, expected: 1 to 64534",
    })
    void refusesAnUnsafeSetting(String name, String value, String reason) {
        assertThatThrownBy(() -> ServerSettings.from(with(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    @Test
    void neverPrintsASecret() {
        assertThatThrownBy(() -> ServerSettings.from(with("NACOS_AUTH_TOKEN", "hunter2hunter2!")))
                .message()
                .doesNotContain("hunter2");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put(name, value);
        return environment;
    }
}
