package atrium.gateway.auth.oidc;

import atrium.gateway.auth.problem.AuthProblem;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an ID token is the provider's, for this installation, of this sign-in, and in time (OpenID Connect Core 1.0,
 * section 3.1.3.7).
 *
 * <p>The provider's keys are kept for five minutes. A token with an unknown {@code kid} has them fetched again, at most twice
 * in five seconds, whoever sends how many.
 */
final class IdTokens {

    private static final Logger log = LoggerFactory.getLogger(IdTokens.class);

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ClientID client;
    private final IDTokenValidator validator;

    IdTokens(OidcProperties properties, Discovery discovery, ProviderHttp http) {
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(new Keys(discovery, http))
                .cache(KEPT.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(PAUSE.toMillis())
                .build();
        this.client = new ClientID(properties.clientId());
        this.validator = new IDTokenValidator(
                new Issuer(properties.issuer()), client, new JWSVerificationKeySelector<>(asymmetric(), keys), null);
    }

    /** RFC 8725, section 3.1: none that a secret shared with the provider, or nothing at all, could sign. */
    private static Set<JWSAlgorithm> asymmetric() {
        Set<JWSAlgorithm> algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
        algorithms.addAll(JWSAlgorithm.Family.EC);
        return algorithms;
    }

    IDTokenClaimsSet read(@Nullable JWT token, String nonce) {
        if (token == null) {
            throw failed("there is none");
        }
        IDTokenClaimsSet said = validated(token, nonce);
        if (!isForUs(said)) {
            throw failed("aud: " + said.getAudience() + ", azp: " + said.getAuthorizedParty());
        }
        return said;
    }

    private IDTokenClaimsSet validated(JWT token, String nonce) {
        try {
            return validator.validate(token, new Nonce(nonce));
        } catch (RateLimitReachedException e) {
            throw failed("its key is unknown, and the provider was asked for new ones a moment ago");
        } catch (KeySourceException e) {
            log.warn("the provider's keys cannot be had now: {}", e.getMessage());
            throw AuthProblem.PROVIDER_AWAY
                    .with("The provider's keys cannot be had now. Try again shortly.")
                    .retryAfter(PAUSE);
        } catch (BadJOSEException | JOSEException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    /** Items 3 to 5: for this installation, and on its request; the library looks at the former alone. */
    private boolean isForUs(IDTokenClaimsSet said) {
        AuthorizedParty party = said.getAuthorizedParty();
        return party == null ? said.getAudience().size() == 1 : party.getValue().equals(client.getValue());
    }

    /** The reason is for who runs this: to the person, or to who pretends to be one, it says nothing. */
    private static RuntimeException failed(String reason) {
        log.warn("an ID token was refused: {}", reason);
        return AuthProblem.SIGN_IN_FAILED.with("What the provider said does not count. Sign in again.");
    }

    /** The keys where the discovery document has them, which may change. */
    private record Keys(Discovery discovery, ProviderHttp http) implements JWKSetSource<SecurityContext> {

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
                throws KeySourceException {
            try {
                return JWKSet.parse(
                        http.retrieveResource(discovery.get().getJWKSetURI().toURL())
                                .getContent());
            } catch (IOException | ParseException e) {
                throw new JWKSetUnavailableException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public void close() {
            // nothing is open between two requests
        }
    }
}
