package atrium.stream.egress.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RtmpPlayPropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1, true",
        "10.1.2.3, true",
        "172.16.0.1, true",
        "172.31.255.255, true",
        "172.32.0.1, false",
        "192.168.5.6, true",
        "169.254.1.1, true",
        "fd00::1, true",
        "fe80::1, true",
        "::ffff:127.0.0.1, true",
        "192.0.2.1, false",
        "2001:db8::1, false",
        "::ffff:192.0.2.1, false"
    })
    void nothingSet_thenLocalAddressesMayPlay(String address, boolean allowed) {
        assertThat(bind(Map.of()).allow(InetAddress.ofLiteral(address))).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, true", "127.0.0.1, false"})
    void networksSet_thenOnlyThese(String address, boolean allowed) {
        assertThat(bind(Map.of("atrium.stream.rtmp.play-networks", "192.0.2.0/24, 2001:db8::/32"))
                        .allow(InetAddress.ofLiteral(address)))
                .isEqualTo(allowed);
    }

    private static RtmpPlayProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.stream.rtmp", Bindable.of(RtmpPlayProperties.class));
    }
}
