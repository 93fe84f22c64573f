package atrium.chat;

import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import atrium.platform.testsupport.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those who may come to a door, with and without a token. */
enum Who {
    NOBODY,
    GUEST,
    /** To the room "staff". */
    INVITED,
    INVITED_ELSEWHERE,
    MEMBER,
    ADMIN,
    SERVICE,
    EXPIRED,
    FORGED,
    OF_AN_UNKNOWN_KEY;

    /** What it shows. @param gateway that issues tokens */
    @Nullable
    String token(TestTokens gateway, IdentityProperties identity) {
        return switch (this) {
            case NOBODY -> null;
            case GUEST -> gateway.guest("g-1", "Gast");
            case INVITED -> gateway.guest("g-2", "Gast", "staff");
            case INVITED_ELSEWHERE -> gateway.guest("g-3", "Gast", "lab-1", "Staff", "staf*", "*");
            case MEMBER -> gateway.person("a1", "Ada", "member");
            case ADMIN -> RunningChat.ADMIN;
            case SERVICE -> ServiceToken.of(identity);
            case EXPIRED ->
                gateway.sign(TestTokens.claims("a1", "Ada", Instant.now().minus(Duration.ofHours(1)))
                        .claim("roles", List.of("member"))
                        .build());
            case FORGED -> new TestTokens(gateway.key().getKeyID()).person("a1", "Ada", "admin");
            case OF_AN_UNKNOWN_KEY -> new TestTokens("k2").person("a1", "Ada", "admin");
        };
    }
}
