package atrium.stream.app;

import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import atrium.platform.testsupport.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whoever asks for something, by the token that comes along. */
enum Asker {
    NOBODY(""),
    GUEST(Gateway.TOKENS.guest("g-1", "Gast")),
    GUEST_OF_STAFF(Gateway.TOKENS.guest("g-2", "Gast", "staff", "lab-ghost", "hidden", "cafe\u0301")),
    GUEST_OF_ANOTHER(Gateway.TOKENS.guest("g-3", "Gast", "Staff", "staf", "lab-*", "*", "hidden.", "lobby")),
    MEMBER(Gateway.TOKENS.person("a1", "Ada", "member")),
    ADMIN_TOKEN("secret"),
    SERVICE_TOKEN(ServiceToken.of(new IdentityProperties("secret"))),
    EXPIRED(Gateway.TOKENS.sign(TestTokens.claims("a2", "Alt", Instant.now().minus(Duration.ofMinutes(10)))
            .claim("roles", List.of("member"))
            .build())),
    FORGED(new TestTokens("k1").person("a3", "Eve", "admin"));

    static final TestTokens GATEWAY = Gateway.TOKENS;

    private final String token;

    Asker(String token) {
        this.token = token;
    }

    /** Empty where there is none. */
    String token() {
        return token;
    }

    /** A constant of an enum cannot be there before its values. */
    private static final class Gateway {
        static final TestTokens TOKENS = new TestTokens("k1");
    }
}
