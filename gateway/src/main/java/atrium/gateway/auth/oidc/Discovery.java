package atrium.gateway.auth.oidc;

import atrium.gateway.auth.problem.AuthProblem;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the provider has what (OpenID Connect Discovery 1.0, section 4): kept for an hour, and longer while the provider is
 * away. One that is away is asked again after some seconds, by one at a time; whoever comes in between is told at once.
 */
final class Discovery {

    static final Duration KEPT = Duration.ofHours(1);
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Discovery.class);
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final String issuer;
    private final ProviderHttp http;
    private final InstantSource clock;

    /** Guarded by this, as is the time at which it is asked for again. */
    private @Nullable OIDCProviderMetadata known;

    private Instant next = Instant.MIN;

    Discovery(String issuer, ProviderHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    synchronized OIDCProviderMetadata get() {
        if (!clock.instant().isBefore(next)) {
            ask();
        }
        if (known == null) {
            throw AuthProblem.PROVIDER_AWAY
                    .with("Nobody can sign in there now. Try again shortly.")
                    .retryAfter(PAUSE);
        }
        return known;
    }

    private void ask() {
        try {
            known = fetched();
            next = clock.instant().plus(KEPT);
        } catch (IOException | ParseException e) {
            log.warn("the sign-in provider {} cannot be used now: {}", issuer, e.getMessage());
            next = clock.instant().plus(PAUSE);
        }
    }

    private OIDCProviderMetadata fetched() throws IOException, ParseException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        String document =
                http.retrieveResource(URI.create(base + WELL_KNOWN).toURL()).getContent();
        OIDCProviderMetadata found = OIDCProviderMetadata.parse(document);
        if (!found.getIssuer().getValue().equals(issuer)) {
            throw new ParseException("issuer: " + found.getIssuer() + " (expected: " + issuer + ")");
        }
        mind("authorization_endpoint", found.getAuthorizationEndpointURI());
        mind("token_endpoint", found.getTokenEndpointURI());
        mind("jwks_uri", found.getJWKSetURI());
        return found;
    }

    private static void mind(String name, @Nullable URI endpoint) throws ParseException {
        if (endpoint == null || !OidcProperties.isSafe(endpoint.toString())) {
            throw new ParseException(name + ": " + endpoint + " (expected: an https address)");
        }
    }
}
