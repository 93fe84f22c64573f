package atrium.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "192.168.1.20 | 192.168.1.20",
                "198.51.100.1, 203.0.113.7 | 203.0.113.7",
                "203.0.113.7, 10.0.0.1, 127.0.0.1 | 203.0.113.7",
                "192.168.1.20, 10.0.0.1 | 192.168.1.20",
                "2001:db8::7 | 2001:db8::7",
                "2001:db8::7, fd00::1 | 2001:db8::7",
                "unknown | 127.0.0.1",
                "evil.example | 127.0.0.1",
                "0x7f.1 | 127.0.0.1",
            })
    void behind_the_gateway_the_address_is_the_last_that_is_no_proxy_of_ours(String forwarded, String expected) {
        assertThat(from("127.0.0.1", "X-Forwarded-For", forwarded).address())
                .isEqualTo(InetAddress.ofLiteral(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.1.2.3", "172.16.0.9", "192.168.0.1", "fd12::1", "fe80::1"})
    void what_a_private_address_says_counts(String peer) {
        Client client = Client.of(MockServerHttpRequest.get("/ws")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(peer), 1))
                .header("Host", "10.0.0.1:8601")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Host", "chat.example.org, inner.example")
                .build());
        assertThat(client).isEqualTo(new Client(InetAddress.ofLiteral("203.0.113.7"), "chat.example.org"));
    }

    @Test
    void what_a_public_address_says_does_not() {
        Client client = Client.of(MockServerHttpRequest.get("/ws")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral("198.51.100.1"), 1))
                .header("Host", "chat.example.org")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Host", "evil.example")
                .build());
        assertThat(client).isEqualTo(new Client(InetAddress.ofLiteral("198.51.100.1"), "chat.example.org"));
    }

    private static Client from(String peer, String header, String value) {
        return Client.of(MockServerHttpRequest.get("/ws")
                .remoteAddress(new InetSocketAddress(InetAddress.ofLiteral(peer), 1))
                .header(header, value)
                .build());
    }
}
