package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Sender;
import atrium.platform.identity.VerificationKeys;
import atrium.platform.testsupport.TestTokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Who comes with a token of the gateway's. */
@RunningChat
class AccessTokenTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");

    @LocalServerPort
    private int port;

    @TestConfiguration(proxyBeanMethods = false)
    static class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> Mono.just(GATEWAY.key());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', member, Ada, member",
        "'?name=Bob', moderator, Bob, member moderator",
        "'?name=%20', admin, Ada, member moderator admin",
        "'?name=ada', member, ada, member"
    })
    void a_signed_in_person_has_the_accounts_name_and_roles(String query, String role, String name, String roles) {
        JsonNode self = enter("/ws/named" + query, GATEWAY.person("a1", "Ada", role));

        assertThat(self.path("name").asString()).isEqualTo(name);
        assertThat(rolesOf(self)).containsExactlyElementsOf(Arrays.asList(roles.split(" ")));
    }

    @Test
    void an_accounts_name_is_its_own_even_where_a_guest_has_taken_it() {
        try (var guest = WebSocketPeer.json(port, "/ws/taken?name=Ada")) {
            guest.json("welcome");

            assertThat(enter("/ws/taken", GATEWAY.person("a1", "Ada", "member"))
                            .path("name")
                            .asString())
                    .isEqualTo("Ada");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', Gast, Gast", "'?name=Bob', Gast, Bob"})
    void a_guest_has_the_name_of_its_token_and_no_role(String query, String name, String called) {
        JsonNode self = enter("/ws/guests" + query, GATEWAY.guest("g-1", name));

        assertThat(self.path("name").asString()).isEqualTo(called);
        assertThat(rolesOf(self)).isEmpty();
    }

    @Test
    void a_guests_token_gives_no_right_to_a_name() {
        assertThat(enter("/ws/guests", GATEWAY.guest("g-1", "admin"))
                        .path("name")
                        .asString())
                .startsWith("guest-");
        try (var ada = WebSocketPeer.json(port, "/ws/guests?name=Eve")) {
            ada.json("welcome");

            assertThat(enter("/ws/guests", GATEWAY.guest("g-2", "Eve"))
                            .path("name")
                            .asString())
                    .isEqualTo("Eve 2");
        }
    }

    @Test
    void a_guest_with_a_token_is_one_person_under_every_name() {
        String token = GATEWAY.guest("g-1", "Gast");

        assertThat(personOf(enter("/ws/person?name=a", token)))
                .isEqualTo(personOf(enter("/ws/person?name=b", token)))
                .isNotEqualTo(personOf(enter("/ws/person?name=a", GATEWAY.guest("g-2", "Gast"))));
    }

    @Test
    void a_moderator_moderates_and_speaks_under_the_accounts_name() {
        try (var peer = WebSocketPeer.json(port, "/ws/moderated")) {
            peer.json("welcome");

            post(GATEWAY.person("a2", "Mo", "moderator"))
                    .expectStatus()
                    .isCreated()
                    .expectBody()
                    .jsonPath("$.from.name")
                    .isEqualTo("Mo");
            web().put()
                    .uri("/chat/rooms/moderated/slow-mode")
                    .headers(headers -> headers.setBearerAuth(GATEWAY.person("a2", "Mo", "moderator")))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue("{\"seconds\":5}")
                    .exchange()
                    .expectStatus()
                    .is2xxSuccessful();
        }
    }

    @Test
    void members_and_guests_do_not() {
        assertThat(statusOf(GATEWAY.person("a1", "Ada", "member"))).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(statusOf(GATEWAY.guest("g-1", "Gast", "moderated"))).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(statusOf(new TestTokens("k1").person("a1", "Ada", "admin"))).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void a_token_that_is_wrong_is_no_guests() {
        String forged = new TestTokens("k1").person("a1", "Ada", "admin");
        try (var peer = WebSocketPeer.json(port, "/ws/wrong?access_token=" + forged)) {
            assertThat(peer.handshake()).startsWith("HTTP/1.1 401").contains("error=\"invalid_token\"");
        }
    }

    private JsonNode enter(String path, String token) {
        String parameter = (path.contains("?") ? "&" : "?") + "access_token=" + token;
        try (var peer = WebSocketPeer.json(port, path + parameter)) {
            return peer.json("welcome").path("self");
        }
    }

    private static List<String> rolesOf(JsonNode self) {
        return self.path("roles").valueStream().map(JsonNode::asString).toList();
    }

    private static String personOf(JsonNode self) {
        return Sender.person(self.path("id").asString());
    }

    private HttpStatus statusOf(String token) {
        return HttpStatus.valueOf(
                post(token).returnResult(Void.class).getStatus().value());
    }

    private WebTestClient.ResponseSpec post(String token) {
        return web().post()
                .uri("/chat/rooms/moderated/messages")
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"text\":\"hello\"}")
                .exchange();
    }

    private WebTestClient web() {
        return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }
}
