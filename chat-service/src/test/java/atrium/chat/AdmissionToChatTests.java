package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Who gets in at all: origins, rates, sizes of the handshake. */
@RunningChat
@TestPropertySource(
        properties = {
            "atrium.chat.handshake.origins=https://partner.example",
            "atrium.chat.handshake.rate=1",
            "atrium.chat.handshake.burst=40",
            "atrium.chat.handshake.connections=30"
        })
class AdmissionToChatTests {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "https://LOCALHOST", "https://localhost:443", "https://partner.example"})
    void a_page_of_this_host_or_of_the_list_may_connect(String origin) {
        try (var peer = WebSocketPeer.with(port, "/ws/origins", null, "Origin: " + origin)) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 101");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://evillocalhost",
                "http://localhost:8081",
                "https://partner.example.evil.example",
                "http://partner.example"
            })
    void any_other_page_is_refused_before_the_upgrade(String origin) {
        try (var peer = WebSocketPeer.with(port, "/ws/origins", WebSocketPeer.JSON, "Origin: " + origin)) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 403").contains("application/problem+json");
            assertThat(peer.problem()).contains("\"code\":\"origin-not-allowed\"");
        }
    }

    /** The gateway leaves the client's Host as it is, and adds X-Forwarded-For. */
    @Test
    void behind_the_gateway_the_page_s_host_is_the_one_that_the_client_has_used() {
        try (var own = WebSocketPeer.with(
                        port,
                        "/ws/origins",
                        null,
                        "Host: chat.example.org:8080",
                        "X-Forwarded-For: 203.0.113.1",
                        "Origin: http://chat.example.org:8080");
                var forwarded = WebSocketPeer.with(
                        port,
                        "/ws/origins",
                        null,
                        "X-Forwarded-For: 203.0.113.1",
                        "X-Forwarded-Host: chat.example.org",
                        "Origin: https://chat.example.org");
                var foreign = WebSocketPeer.with(
                        port,
                        "/ws/origins",
                        null,
                        "Host: chat.example.org:8080",
                        "X-Forwarded-For: 203.0.113.1",
                        "Origin: http://localhost")) {
            assertThat(own.handshake()).startsWith("HTTP/1.1 101");
            assertThat(forwarded.handshake()).startsWith("HTTP/1.1 101");
            assertThat(foreign.handshake()).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void beyond_its_burst_an_address_is_told_to_wait_while_another_gets_in() {
        String refusal = "";
        for (int i = 0; i < 60 && refusal.isEmpty(); i++) {
            try (var peer = WebSocketPeer.with(port, "/ws/rate", null, "X-Forwarded-For: 203.0.113.2")) {
                if (!peer.handshake().startsWith("HTTP/1.1 101")) {
                    refusal = peer.handshake() + peer.problem();
                }
            }
        }
        assertThat(refusal)
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("retry-after: 1\r\n")
                .contains("\"code\":\"too-many-connections\"");
        try (var peer = WebSocketPeer.with(port, "/ws/rate", null, "X-Forwarded-For: 203.0.113.3")) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void beyond_its_connections_an_address_is_told_to_come_back_later() {
        List<WebSocketPeer> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                peers.add(WebSocketPeer.with(
                        port, "/ws/many", WebSocketPeer.JSON, "X-Forwarded-For: 203.0.113.4"));
                peers.get(i).json("welcome");
            }
            peers.add(WebSocketPeer.with(port, "/ws/many", WebSocketPeer.JSON, "X-Forwarded-For: 203.0.113.4"));
            assertThat(peers.get(30).handshake())
                    .startsWith("HTTP/1.1 429")
                    .containsIgnoringCase("retry-after: 30\r\n");
        } finally {
            peers.forEach(WebSocketPeer::close);
        }
    }

    @Test
    void a_handshake_of_unreasonable_size_is_refused() {
        try (var header = WebSocketPeer.with(port, "/ws", null, "X-Filler: " + "x".repeat(9000));
                var headers = WebSocketPeer.with(port, "/ws", null, "X-Filler: xxxxxxxxxx\r\n".repeat(600) + "X-Last: x");
                var line = WebSocketPeer.plain(port, "/ws?name=" + "x".repeat(9000))) {
            assertThat(header.handshake()).startsWith("HTTP/1.1 431");
            assertThat(headers.handshake()).startsWith("HTTP/1.1 431");
            assertThat(line.handshake()).startsWith("HTTP/1.1 414");
        }
    }
}
