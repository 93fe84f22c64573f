package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@RunningChat
class RoomsRestTests {

    @LocalServerPort
    private int port;

    private WebTestClient web;

    @BeforeEach
    void connect() {
        web = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void a_moderator_posts_and_members_and_readers_see_it() {
        try (var member = WebSocketPeer.plain(port, "/ws/rest")) {
            member.say("first");
            assertThat(member.text()).isEqualTo("first");

            web.post()
                    .uri("/chat/rooms/rest/messages")
                    .headers(headers -> headers.setBearerAuth(RunningChat.ADMIN))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"text\":\"from above\",\"kind\":\"danmaku\",\"style\":{\"mode\":\"top\"}}")
                    .exchange()
                    .expectStatus()
                    .isCreated()
                    .expectBody()
                    .jsonPath("$.offset")
                    .isEqualTo(2)
                    .jsonPath("$.from.name")
                    .isEqualTo("admin");

            assertThat(member.text()).isEqualTo("from above");
            web.get()
                    .uri("/chat/rooms/rest/messages?limit=1")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.epoch")
                    .isNotEmpty()
                    .jsonPath("$.messages.length()")
                    .isEqualTo(1)
                    .jsonPath("$.messages[0].text")
                    .isEqualTo("from above")
                    .jsonPath("$.messages[0].style.mode")
                    .isEqualTo("top")
                    .jsonPath("$.messages[0].style.color")
                    .doesNotExist()
                    .jsonPath("$.messages[0].at")
                    .value(String.class, at -> assertThat(at).endsWith("Z"));
            web.get()
                    .uri("/chat/rooms/rest/messages?before=2")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.messages[0].text")
                    .isEqualTo("first");
            web.get()
                    .uri("/chat/rooms/rest")
                    .exchange()
                    .expectBody()
                    .jsonPath("$.members")
                    .isEqualTo(1)
                    .jsonPath("$.offset")
                    .isEqualTo(2);
            web.get()
                    .uri("/chat/rooms")
                    .exchange()
                    .expectBody()
                    .jsonPath("$[?(@.name=='rest')].members")
                    .isEqualTo(1);
        }
    }

    @Test
    void a_guest_may_not_post() {
        web.post()
                .uri("/chat/rooms/rest/messages")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"text\":\"hello\"}")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"text":""}                                    | invalid    | 400
                    {"text":"a","kind":"x"}                        | invalid    | 400
                    {"text":"a","style":{"size":20}}               | invalid    | 400
                    """)
    void what_is_wrong_with_a_post_is_a_problem(String body, String code, int status) {
        post(body)
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    @Test
    void a_text_too_large_is_413() {
        post("{\"text\":\"" + "x".repeat(4097) + "\"}").expectStatus().isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
    }

    @Test
    void unknown_rooms_and_bad_names_and_pages_are_problems() {
        web.get()
                .uri("/chat/rooms/nobody-was-here")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("room-not-found");
        web.get().uri("/chat/rooms/{room}", "a b").exchange().expectStatus().isBadRequest();
        web.get()
                .uri("/chat/rooms/rest/messages?limit=0")
                .exchange()
                .expectStatus()
                .isBadRequest();
        web.get()
                .uri("/chat/rooms/rest/messages?before=x")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private WebTestClient.ResponseSpec post(String body) {
        return web.post()
                .uri("/chat/rooms/wrong/messages")
                .headers(headers -> headers.setBearerAuth(RunningChat.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void an_operator_sees_the_numbers_and_a_guest_does_not() {
        try (var member = WebSocketPeer.plain(port, "/ws/numbers")) {
            member.say("one");
            member.text();
            web.get()
                    .uri("/chat/statistics")
                    .headers(headers -> headers.setBearerAuth(RunningChat.ADMIN))
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.members")
                    .value(Integer.class, members -> assertThat(members).isPositive())
                    .jsonPath("$.messages")
                    .value(Integer.class, messages -> assertThat(messages).isPositive())
                    .jsonPath("$.at")
                    .isNotEmpty();
        }
        web.get().uri("/chat/statistics").exchange().expectStatus().isUnauthorized();
    }
}
