package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointTests {

    private static final OIDCTokens TOKENS = new OIDCTokens(
            new PlainJWT(new JWTClaimsSet.Builder().build()), new BearerAccessToken("access-token"), null);

    private final ProviderHttp http = new ProviderHttp(Duration.ofSeconds(5));
    private final PendingSignIn pending = new PendingSignIn(
            "state", "v".repeat(43), URI.create("https://atrium.example/back"), URI.create("/"), Instant.MAX);
    private StubProvider provider;

    @BeforeEach
    void serve() throws IOException {
        provider = new StubProvider();
    }

    @AfterEach
    void stop() {
        http.close();
        provider.close();
    }

    @Test
    void a_provider_that_knows_the_secret_in_the_body_alone_has_it_there_and_its_refusal_is_told() {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        provider.server.createContext("/token", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            StubProvider.respond(exchange, 400, "{\"error\": \"invalid_grant\"}");
        });

        assertThatThrownBy(() -> endpoint().tokens(metadata(), "code", pending))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("invalid_grant");
        assertThat(bodies.element())
                .contains("client_secret=a+secret", "client_id=atrium", "code=code", "code_verifier=" + "v".repeat(43));
    }

    @Test
    void a_fault_of_the_provider_is_none_of_the_sign_in() {
        provider.answer("/token", 502, "");

        assertThatThrownBy(() -> endpoint().tokens(metadata(), "code", pending)).isInstanceOf(IOException.class);
    }

    @Test
    void tokens_that_are_none_are_told_from_those_that_are() {
        provider.answer("/token", 200, "{\"access_token\": 1}");

        assertThatThrownBy(() -> endpoint().tokens(metadata(), "code", pending)).isInstanceOf(ParseException.class);
    }

    @Test
    void what_is_said_of_somebody_else_does_not_count() throws Exception {
        provider.answer("/userinfo", 200, "{\"sub\": \"ada\", \"preferred_username\": \"Ada\"}");

        assertThat(endpoint().userInfo(metadata(), TOKENS, new Subject("ada")))
                .containsEntry("preferred_username", "Ada");
        assertThatThrownBy(() -> endpoint().userInfo(metadata(), TOKENS, new Subject("eve")))
                .isInstanceOf(ParseException.class);
    }

    private TokenEndpoint endpoint() {
        return new TokenEndpoint(provider.properties(), http);
    }

    private OIDCProviderMetadata metadata() throws ParseException {
        return OIDCProviderMetadata.parse(provider.metadata());
    }
}
