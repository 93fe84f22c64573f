package atrium.files.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTests {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.0/8,127.255.0.1,true",
        "127.0.0.0/8,128.0.0.1,false",
        "10.1.2.0/23,10.1.3.255,true",
        "10.1.2.0/23,10.1.4.0,false",
        "255.128.0.0/9,255.128.0.1,true",
        "255.128.0.0/9,255.127.0.1,false",
        "192.0.2.1,192.0.2.1,true",
        "192.0.2.1,192.0.2.2,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,2001:db8::1,false",
        "::1/128,::1,true",
        "fe80::/10,fe80::1,true",
        "fe80::/10,fec0::1,false",
        "127.0.0.0/8,::ffff:127.0.0.1,true"
    })
    void holds_an_address_or_not(String network, String address, boolean holds) {
        assertThat(Network.valueOf(network).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "::/129",
                "10.0.0.0/8/8",
                "10.0.0.0/",
                "10.0.0.0/x"
            })
    void is_refused_where_it_is_none(String text) {
        assertThatThrownBy(() -> Network.valueOf(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
