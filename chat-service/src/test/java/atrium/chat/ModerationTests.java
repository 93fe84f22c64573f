package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

@RunningChat
class ModerationTests {

    @LocalServerPort
    private int port;

    private WebTestClient web;

    @BeforeEach
    void connect() {
        web = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void a_deleted_message_is_taken_back_everywhere() {
        try (var alice = WebSocketPeer.json(port, "/ws/delete?name=alice")) {
            alice.json("welcome");
            alice.say("{\"type\":\"send\",\"text\":\"oops\"}");
            String id = alice.json("message").path("id").asString();

            moderate(HttpMethod.DELETE, "/chat/rooms/delete/messages/" + id, null)
                    .isNoContent();

            var told = alice.json("moderation");
            assertThat(told.path("action").asString()).isEqualTo("delete");
            assertThat(told.path("target").asString()).isEqualTo(id);
            web.get()
                    .uri("/chat/rooms/delete/messages")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.messages.length()")
                    .isEqualTo(0);
            moderate(HttpMethod.DELETE, "/chat/rooms/delete/messages/" + id, null)
                    .isNotFound();
        }
    }

    @Test
    void a_muted_member_is_told_why_and_may_speak_when_it_is_over() {
        try (var alice = WebSocketPeer.json(port, "/ws/mute?name=alice");
                var bob = WebSocketPeer.plain(port, "/ws/mute")) {
            String id = alice.json("welcome").path("self").path("id").asString();
            moderate(HttpMethod.PUT, "/chat/rooms/mute/mutes/" + id, "{\"seconds\":3600}")
                    .isNoContent();
            assertThat(alice.json("moderation").path("until").asString()).isNotEmpty();
            alice.say("{\"type\":\"send\",\"text\":\"1\",\"ref\":\"r\"}");
            var refused = alice.json("error");
            assertThat(refused.path("code").asString()).isEqualTo("muted");
            assertThat(refused.path("ref").asString()).isEqualTo("r");
            rules("mute").jsonPath("$.mutes[0].person").isNotEmpty();

            moderate(HttpMethod.DELETE, "/chat/rooms/mute/mutes/" + id, null).isNoContent();
            alice.say("{\"type\":\"send\",\"text\":\"2\"}");
            assertThat(bob.text()).isEqualTo("2");
        }
    }

    @Test
    void a_kicked_member_is_closed_with_4010() {
        try (var alice = WebSocketPeer.json(port, "/ws/kick?name=alice");
                var bob = WebSocketPeer.json(port, "/ws/kick?name=bob")) {
            String id = alice.json("welcome").path("self").path("id").asString();
            bob.json("welcome");
            moderate(HttpMethod.POST, "/chat/rooms/kick/kicks/" + id, null).isNoContent();

            alice.json("moderation");
            assertThat(alice.read().closeCode()).isEqualTo(4010);
            assertThat(bob.json("moderation").path("target").asString()).isEqualTo(id);
        }
    }

    @Test
    void slow_mode_is_told_and_seen() {
        try (var alice = WebSocketPeer.json(port, "/ws/slow?name=alice")) {
            alice.json("welcome");
            moderate(HttpMethod.PUT, "/chat/rooms/slow/slow-mode", "{\"seconds\":60}")
                    .isNoContent();
            assertThat(alice.json("moderation").path("seconds").asInt()).isEqualTo(60);
            alice.say("{\"type\":\"send\",\"text\":\"1\"}");
            alice.say("{\"type\":\"send\",\"text\":\"2\"}");
            assertThat(alice.json("error").path("code").asString()).isEqualTo("slow_mode");
            web.get()
                    .uri("/chat/rooms/slow")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.slowMode")
                    .isEqualTo(60);
        }
    }

    @Test
    void members_are_for_moderators_to_see() {
        try (var alice = WebSocketPeer.json(port, "/ws/who?name=alice")) {
            alice.json("welcome");
            web.get()
                    .uri("/chat/rooms/who/members")
                    .headers(headers -> headers.setBearerAuth(RunningChat.ADMIN))
                    .exchange()
                    .expectBody()
                    .jsonPath("$[0].name")
                    .isEqualTo("alice");
            web.get().uri("/chat/rooms/who/members").exchange().expectStatus().isUnauthorized();
            web.get().uri("/chat/rooms/who/rules").exchange().expectStatus().isUnauthorized();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | /chat/rooms/who-is-it/mutes/x | {} | 404",
                "PUT | /chat/rooms/odd/mutes/nobody | {} | 404",
                "POST | /chat/rooms/odd/kicks/nobody | {} | 404",
                "DELETE | /chat/rooms/odd/messages/nothing | | 404",
                "PUT | /chat/rooms/odd/slow-mode | {} | 400",
                "PUT | /chat/rooms/odd/slow-mode | {\"seconds\":-1} | 400",
                "PUT | /chat/rooms/odd/slow-mode | {\"seconds\":99999} | 400",
                "PUT | /chat/rooms/odd/slow-mode | nonsense | 400",
                "PUT | /chat/rooms/odd/mutes/ME | {\"seconds\":0} | 400",
                "PUT | /chat/rooms/odd/mutes/ME | {\"seconds\":1,\"until\":\"2040-01-01T00:00:00Z\"} | 400",
                "PUT | /chat/rooms/odd/mutes/ME | {\"until\":\"2001-01-01T00:00:00Z\"} | 400",
                "PUT | /chat/rooms/odd/mutes/ME | {\"until\":\"tomorrow\"} | 400"
            })
    void what_cannot_be_done_is_a_problem(String method, String path, @Nullable String body, int status) {
        try (var me = WebSocketPeer.json(port, "/ws/odd")) {
            String id = me.json("welcome").path("self").path("id").asString();
            moderate(HttpMethod.valueOf(method), path.replace("ME", id), body).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /chat/rooms/r/messages/x",
        "PUT, /chat/rooms/r/mutes/x",
        "DELETE, /chat/rooms/r/mutes/x",
        "POST, /chat/rooms/r/kicks/x",
        "PUT, /chat/rooms/r/slow-mode"
    })
    void a_guest_moderates_nothing(String method, String path) {
        web.method(HttpMethod.valueOf(method))
                .uri(path)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private StatusAssertions moderate(HttpMethod method, String path, @Nullable String body) {
        var request = web.method(method).uri(path).headers(headers -> headers.setBearerAuth(RunningChat.ADMIN));
        return (body == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).bodyValue(body))
                .exchange()
                .expectStatus();
    }

    private WebTestClient.BodyContentSpec rules(String room) {
        return web.get()
                .uri("/chat/rooms/{room}/rules", room)
                .headers(headers -> headers.setBearerAuth(RunningChat.ADMIN))
                .exchange()
                .expectBody();
    }
}
