package atrium.gateway.auth.oidc;

import atrium.gateway.auth.account.ProviderSubject;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.identity.Role;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One provider, by the authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1). */
public final class Provider {

    private static final Logger log = LoggerFactory.getLogger(Provider.class);

    private final OidcProperties properties;
    private final Discovery discovery;
    private final IdTokens idTokens;
    private final TokenEndpoint endpoint;

    Provider(OidcProperties properties, ProviderHttp http, InstantSource clock) {
        this.properties = properties;
        this.discovery = new Discovery(properties.issuer(), http, clock);
        this.idTokens = new IdTokens(properties, discovery, http);
        this.endpoint = new TokenEndpoint(properties, http);
    }

    OidcProperties properties() {
        return properties;
    }

    /** Refuses at once if it is away: before anything is begun, which would come to nothing. */
    public void mindAway() {
        discovery.get();
    }

    /** Where the browser is sent. Section 3.1.2.1. */
    public URI authorization(PendingSignIn pending, String nonce) {
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope(properties.scopes().toArray(String[]::new)),
                        new ClientID(properties.clientId()),
                        pending.redirectUri())
                .endpointURI(discovery.get().getAuthorizationEndpointURI())
                .state(new State(pending.state()))
                .nonce(new Nonce(nonce))
                .codeChallenge(new CodeVerifier(pending.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Who came back with {@code code}. Sections 3.1.3 and 5.3. */
    public Person person(String code, PendingSignIn pending, String nonce) {
        try {
            OIDCTokens tokens = endpoint.tokens(discovery.get(), code, pending);
            IDTokenClaimsSet said = idTokens.read(tokens.getIDToken(), nonce);
            return person(said, tokens);
        } catch (IOException e) {
            log.warn("the sign-in provider does not answer: {}", e.getMessage());
            throw AuthProblem.PROVIDER_AWAY
                    .with("The provider does not answer. Try again shortly.")
                    .retryAfter(Discovery.PAUSE);
        } catch (ParseException e) {
            log.warn("the sign-in provider said what nobody understands: {}", e.getMessage());
            throw AuthProblem.SIGN_IN_FAILED.with("What the provider said does not count. Sign in again.");
        }
    }

    /** Whether the answer that names this issuer is of this provider (RFC 9207, section 2.4). */
    public boolean isNamed(@Nullable String issuer) {
        return issuer == null
                ? !discovery.get().supportsAuthorizationResponseIssuerParam()
                : issuer.equals(properties.issuer());
    }

    private Person person(IDTokenClaimsSet said, OIDCTokens tokens) throws IOException, ParseException {
        Map<String, Object> all = new HashMap<>(said.toJWTClaimsSet().getClaims());
        if (!isComplete(new Claims(all))) {
            endpoint.userInfo(discovery.get(), tokens, said.getSubject()).forEach(all::putIfAbsent);
        }
        Claims claims = new Claims(all);
        return new Person(
                new ProviderSubject(properties.issuer(), said.getSubject().getValue()),
                claims.text(properties.nameClaim()),
                role(claims));
    }

    /** Many providers put into the ID token who it is and no more (section 5.4). */
    private boolean isComplete(Claims claims) {
        boolean roles = properties.rolesClaim().isBlank() || claims.at(properties.rolesClaim()) != null;
        return roles && claims.at(properties.nameClaim()) != null;
    }

    private @Nullable Role role(Claims claims) {
        if (properties.rolesClaim().isBlank()) {
            return null;
        }
        return properties
                .roles()
                .highestOf(claims.texts(properties.rolesClaim()))
                .orElseGet(this::unmapped);
    }

    private Role unmapped() {
        return switch (properties.unmapped()) {
            case MEMBER -> Role.MEMBER;
            case REFUSED -> throw AuthProblem.NOT_ADMITTED.with("The provider gives you no role here.");
        };
    }
}
