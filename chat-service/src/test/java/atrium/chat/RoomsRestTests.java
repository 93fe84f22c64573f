package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

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
    void what_is_posted_again_under_its_key_is_said_once_in_its_room() {
        try (var member = WebSocketPeer.plain(port, "/ws/keys")) {
            String body = "{\"text\":\"once\"}";
            String id = idOf(postOnce("keys", "k-1", RunningChat.ADMIN, body));

            assertThat(idOf(postOnce("keys", "\"k-1\"", RunningChat.ADMIN, body)))
                    .isEqualTo(id);
            assertThat(idOf(postOnce("other", "k-1", RunningChat.ADMIN, body))).isNotEqualTo(id);
            assertThat(idOf(postOnce("keys", "k-2", RunningChat.ADMIN, "{\"text\":\"another\"}")))
                    .isNotEqualTo(id);

            assertThat(member.text()).isEqualTo("once");
            assertThat(member.text()).isEqualTo("another");
        }
    }

    @Test
    void another_service_posts_in_the_name_of_who_asked_it() {
        String token = ServiceToken.of(new IdentityProperties(RunningChat.ADMIN));
        String body = "{\"text\":\"a.txt\",\"kind\":\"file\",\"file\":\"0f\",\"name\":\"Ann\"}";

        postOnce("served", "0f", token, body)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.from.name")
                .isEqualTo("Ann")
                .jsonPath("$.from.id")
                .isEqualTo("service")
                .jsonPath("$.file")
                .isEqualTo("0f");

        web.put()
                .uri("/chat/rooms/served/slow-mode")
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"seconds\":5}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void a_person_posts_in_its_own_name_and_a_key_is_one() {
        postOnce("served", "1", RunningChat.ADMIN, "{\"text\":\"a\",\"name\":\"Ann\"}")
                .expectStatus()
                .isBadRequest();
        postOnce("served", "a b", RunningChat.ADMIN, "{\"text\":\"a\"}")
                .expectStatus()
                .isBadRequest();
        postOnce("served", "\"a", RunningChat.ADMIN, "{\"text\":\"a\"}")
                .expectStatus()
                .isBadRequest();
        postOnce("served", "x".repeat(129), RunningChat.ADMIN, "{\"text\":\"a\"}")
                .expectStatus()
                .isBadRequest();
    }

    private WebTestClient.ResponseSpec postOnce(String room, String key, String token, String body) {
        return web.post()
                .uri("/chat/rooms/{room}/messages", room)
                .headers(headers -> headers.setBearerAuth(token))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private static String idOf(WebTestClient.ResponseSpec answer) {
        String body = answer.expectStatus()
                .isCreated()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return new JsonMapper().readTree(body).path("id").asString();
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
