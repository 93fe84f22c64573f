package atrium.platform.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTests {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.1.5, 192.168.1.5, true",
        "192.168.1.5, 192.168.1.6, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 10.0.0.1, false",
        "127.0.0.0/8, 127.255.0.1, true",
        "127.0.0.0/8, 128.0.0.1, false",
        "127.0.0.0/8, ::ffff:127.0.0.1, true",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "255.128.0.0/9, 255.128.0.1, true",
        "255.128.0.0/9, 255.127.0.1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "::1/128, ::1, true",
        "fe80::/10, fe80::1, true",
        "fe80::/10, fec0::1, false"
    })
    void contains(String network, String address, boolean contained) {
        assertThat(Network.valueOf(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/x",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "host/8",
                "::/129"
            })
    void whatIsNoNetwork_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.valueOf(text));
    }
}
