package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningChat
class SignInTests {

    private static final String TOKEN = "access_token=" + RunningChat.ADMIN;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({"'', admin", "&name=Admin, Admin", "&name=Bob, Bob", "&name=moderator, admin"})
    void a_page_gives_its_token_as_a_parameter(String wish, String name) {
        try (var peer = WebSocketPeer.json(port, "/ws/sign-in?" + TOKEN + wish)) {
            JsonNode self = peer.json().path("self");

            assertThat(self.path("name").asString()).isEqualTo(name);
            assertThat(self.path("roles").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(List.of("member", "moderator", "admin"));
        }
    }

    @Test
    void a_header_does_as_well() {
        try (var peer = WebSocketPeer.with(
                port, "/ws/sign-in", "atrium.chat.v1", "Authorization: Bearer " + RunningChat.ADMIN)) {
            assertThat(peer.json().path("self").path("name").asString()).isEqualTo("admin");
        }
    }

    @Test
    void a_wrong_token_is_a_problem_and_not_a_guest() {
        try (var peer = WebSocketPeer.json(port, "/ws/sign-in?access_token=wrong")) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 401");
            assertThat(peer.problem()).contains("unauthenticated");
        }
    }

    @Test
    void a_guest_is_not_called_as_the_admin() {
        try (var peer = WebSocketPeer.json(port, "/ws/sign-in?name=%D0%B0dmin")) {
            assertThat(peer.json().path("self").path("name").asString()).startsWith("guest-");
        }
    }
}
