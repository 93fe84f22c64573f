package atrium.stream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.address.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AccessPropertiesTests {

    @Test
    void defaults_allowEverythingButFilesAndThisMachine() {
        SourceProperties defaults = bind("atrium.stream.sources", SourceProperties.class, Map.of());

        assertThat(defaults.allowedSchemes())
                .containsExactlyInAnyOrder(
                        SourceScheme.RTSP,
                        SourceScheme.RTSPS,
                        SourceScheme.RTMP,
                        SourceScheme.RTMPS,
                        SourceScheme.HTTP,
                        SourceScheme.HTTPS,
                        SourceScheme.SRT,
                        SourceScheme.UDP);
        assertThat(defaults.allowedNetworks()).hasToString("[0.0.0.0/0, 0:0:0:0:0:0:0:0/0]");
        assertThat(defaults.allowLoopback()).isFalse();
        assertThat(defaults.allowLinkLocal()).isFalse();
        assertThat(defaults.verifyCertificates()).isTrue();
        assertThat(defaults.fileDirectory()).isNull();
    }

    @Test
    void everyKey_isRead() {
        SourceProperties read = bind(
                "atrium.stream.sources",
                SourceProperties.class,
                Map.of(
                        "atrium.stream.sources.allowed-schemes", "rtsp,file",
                        "atrium.stream.sources.allowed-networks", "10.0.0.0/8",
                        "atrium.stream.sources.allow-loopback", "true",
                        "atrium.stream.sources.allow-link-local", "true",
                        "atrium.stream.sources.verify-certificates", "false",
                        "atrium.stream.sources.file-directory", "/srv/loops"));

        assertThat(read)
                .isEqualTo(new SourceProperties(
                        Set.of(SourceScheme.RTSP, SourceScheme.FILE),
                        List.of(Network.valueOf("10.0.0.0/8")),
                        true,
                        true,
                        false,
                        Path.of("/srv/loops")));
    }

    @Test
    void aNetworkThatIsNone_isRefused() {
        assertThatThrownBy(() -> bind(
                        "atrium.stream.sources",
                        SourceProperties.class,
                        Map.of("atrium.stream.sources.allowed-networks", "10.0.0.0/40")))
                .rootCause()
                .hasMessageContaining("expected: 0 to 32");
    }

    @Test
    void configuredKeys_areHashes() {
        Map<String, String> one = Map.of(
                "atrium.stream.publishing.keys[0].stream",
                "studio",
                "atrium.stream.publishing.keys[0].sha256",
                "ab".repeat(32));

        assertThat(bind("atrium.stream.publishing", StreamKeyProperties.class, Map.of())
                        .keys())
                .isEmpty();
        assertThat(bind("atrium.stream.publishing", StreamKeyProperties.class, one)
                        .keys())
                .containsExactly(new StreamKeyProperties.ConfiguredKey("studio", "ab".repeat(32)));
        assertThatThrownBy(() -> new StreamKeyProperties.ConfiguredKey("studio", "the key itself"))
                .hasMessageContaining("expected 64 hexadecimal digits")
                .message()
                .doesNotContain("the key itself");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }
}
