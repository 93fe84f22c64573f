package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@RunningChat
class HandshakeTests {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/room"})
    void a_request_that_is_no_upgrade_is_told_to_upgrade(String path) {
        web().get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UPGRADE_REQUIRED)
                .expectHeader()
                .valueEquals("Upgrade", "websocket")
                .expectHeader()
                .valueEquals("Sec-WebSocket-Version", "13")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("upgrade-required")
                .jsonPath("$.traceId")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/a%20b", "/ws/%F0%9F%8E%A5", "/ws/%CC%81x", "/ws/%FF"})
    void a_bad_room_name_is_a_problem_before_any_upgrade(String path) {
        try (var peer = WebSocketPeer.plain(port, path)) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 400").contains("application/problem+json");
            assertThat(peer.problem()).contains("\"code\":\"room-name\"");
        }
    }

    /** By the security chain, which has no body for it. */
    @ParameterizedTest
    @ValueSource(strings = {"/ws/a%2Fb", "/ws/...%00", "/ws/%2E%2E"})
    void a_path_that_could_be_read_in_two_ways_is_refused(String path) {
        try (var peer = WebSocketPeer.plain(port, path)) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void a_name_of_65_letters_is_too_long() {
        try (var longest = WebSocketPeer.plain(port, "/ws/" + "a".repeat(64));
                var longer = WebSocketPeer.plain(port, "/ws/" + "a".repeat(65))) {
            assertThat(longest.handshake()).startsWith("HTTP/1.1 101");
            assertThat(longer.handshake()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void of_several_subprotocols_ours_is_chosen_and_none_of_ours_is_a_problem() {
        try (var several = WebSocketPeer.open(port, "/ws", "graphql-ws, atrium.chat.v1", 0);
                var foreign = WebSocketPeer.open(port, "/ws", "graphql-ws", 0);
                var none = WebSocketPeer.plain(port, "/ws")) {
            assertThat(several.handshake()).containsIgnoringCase("sec-websocket-protocol: atrium.chat.v1");
            assertThat(foreign.handshake()).startsWith("HTTP/1.1 400");
            assertThat(foreign.problem()).contains("\"code\":\"subprotocol\"");
            assertThat(none.handshake())
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .doesNotContainIgnoringCase("sec-websocket-protocol");
        }
    }

    private WebTestClient web() {
        return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }
}
