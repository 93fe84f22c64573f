package atrium.files.http;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.platform.identity.VerificationKeys;
import atrium.platform.testsupport.TestTokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Files of who comes with a token of the gateway's. */
class AccessTokenTests extends TusRequests {

    private static final TestTokens GATEWAY = new TestTokens("k1");
    private static final String ADA = GATEWAY.person("a1", "Ada", "member");
    private static final String BOB = GATEWAY.person("a2", "Bob", "member");
    private static final String MO = GATEWAY.person("a3", "Mo", "moderator");
    private static final String GUEST = GATEWAY.guest("g-1", "Ada", "room");

    @Autowired
    private Catalog catalog;

    @TestConfiguration(proxyBeanMethods = false)
    static class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> Mono.just(GATEWAY.key());
        }
    }

    @Test
    void a_file_is_its_accounts_whatever_the_account_is_called() throws IOException {
        String path = uploadAs(ADA, "of-ada");

        FileInfo info = info(path);
        assertThat(info.owner()).isEqualTo("a1");
        assertThat(info.uploader()).isEqualTo("Ada");
        assertThat(info.guest()).isFalse();
        assertThat(send(as(GATEWAY.person("a1", "Ada Lovelace", "member"), request("/files?owner=me")))
                        .body())
                .contains("of-ada");
        assertThat(send(as(BOB, request("/files?owner=me"))).body()).doesNotContain("of-ada");
    }

    @Test
    void its_owner_and_a_moderator_delete_it_and_nobody_else() {
        String first = uploadAs(ADA, "first");
        String second = uploadAs(ADA, "second");

        assertThat(delete(first, BOB)).isEqualTo(403);
        assertThat(delete(first, GUEST)).isEqualTo(403);
        assertThat(delete(first, ADA)).isEqualTo(204);
        assertThat(delete(second, MO)).isEqualTo(204);
    }

    @Test
    void a_guest_with_a_token_is_a_guest_as_any_other() throws IOException {
        String path = uploadAs(GUEST, "of-a-guest");

        assertThat(info(path).guest()).isTrue();
        assertThat(info(path).uploader()).isNull();
        assertThat(delete(path, GUEST)).isEqualTo(403);
        assertThat(send(as(GUEST, request("/files?owner=me"))).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"guests.max-size,4B,413", "guests.allowed,false,401"})
    void limits_of_guests_are_theirs_and_not_members(String limit, String value, int expected) {
        limit(limit, value);

        assertThat(send(as(GUEST, creation(5, ""))).statusCode()).isEqualTo(expected);
        assertThat(send(as(ADA, creation(5, ""))).statusCode()).isEqualTo(201);
    }

    @Test
    void a_token_that_is_wrong_is_no_guests() {
        String forged = new TestTokens("k1").person("a1", "Ada", "admin");

        HttpResponse<String> answer = send(as(forged, creation(5, "")));

        assertProblem(answer, 401, "unauthenticated");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(answer.body()).contains("signature").doesNotContain(forged);
    }

    /** With the same token in each request, as a client does. */
    private String uploadAs(String token, String name) {
        String path = header(send(as(token, creation(1, metadata("filename", name, "room", "tokens")))), "Location");
        assertThat(send(as(token, patch(path, 0, ascii("x")))).statusCode()).isEqualTo(204);
        return path;
    }

    private int delete(String path, String token) {
        return send(as(token, request(path)).DELETE()).statusCode();
    }

    private FileInfo info(String path) throws IOException {
        FileId id = FileId.parse(path.substring("/files/".length())).orElseThrow();
        return catalog.findFile(id).orElseThrow().info();
    }

    private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }
}
