package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.identity.VerificationKeys;
import atrium.platform.testsupport.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/** What a token of the gateway's shows and lets change. */
@StreamApp
@Import(AccessTokenTests.Keys.class)
class AccessTokenTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");
    private static final String SOURCE = "{\"source\":\"rtsp://127.0.0.1:9/x\",\"on-demand\":true}";

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @TestConfiguration(proxyBeanMethods = false)
    static class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> Mono.just(GATEWAY.key());
        }
    }

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "guest,404,403",
        "invited,200,403",
        "member,200,403",
        "moderator,200,403",
        "admin,200,200",
        "forged,401,401"
    })
    void accounts_and_invited_guests_see_what_is_not_public_and_admins_configure(String who, int seen, int configured)
            throws IOException, InterruptedException {
        String token = tokenOf(who);

        assertThat(status(token, request("/stream/api/streams/hidden"))).isEqualTo(seen);
        assertThat(status(token, request("/stream/api/streams/of-" + who).PUT(BodyPublishers.ofString(SOURCE))))
                .isEqualTo(configured);
    }

    @ParameterizedTest
    @CsvSource({"guest", "invited", "member", "moderator", "admin"})
    void everybody_sees_what_is_public(String who) throws IOException, InterruptedException {
        for (String path : List.of("/stream/api/streams", "/stream/api/streams/reserved")) {
            assertThat(status(tokenOf(who), request(path))).isEqualTo(200);
        }
    }

    private static String tokenOf(String who) {
        return switch (who) {
            case "guest" -> GATEWAY.guest("g-1", "Gast", "reserved");
            case "invited" -> GATEWAY.guest("g-2", "Gast", "hidden");
            case "forged" -> new TestTokens("k1").person("a1", "Ada", "admin");
            default -> GATEWAY.person("a1", "Ada", who);
        };
    }

    private int status(String token, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build();
        return http.send(asked, BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }
}
