package atrium.platform.identity;

import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/**
 * Who bears a token: the installation's admin or another of its services, or a person whom the gateway signed in.
 *
 * <p>The installation's own come first, since nobody says that such a token has no dots in it.
 */
final class Bearers implements ReactiveAuthenticationManager {

    private final AdminToken installation;
    private final AccessTokens persons;
    private final TokenMeters meters;

    Bearers(AdminToken installation, AccessTokens persons, TokenMeters meters) {
        this.installation = installation;
        this.persons = persons;
        this.meters = meters;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        String token = String.valueOf(presented.getCredentials());
        return installation
                .holder(token)
                .map(Mono::just)
                .orElseGet(() -> person(token))
                .doOnError(TokenFault.InvalidTokenException.class, refused -> meters.refused(refused.fault()));
    }

    private Mono<Authentication> person(String token) {
        return looksSigned(token) ? persons.verify(token) : Mono.error(TokenFault.WRONG.exception());
    }

    /** The compact form of a JWS has three parts (RFC 7515, section 3.1). */
    private static boolean looksSigned(String token) {
        return token.chars().filter(letter -> letter == '.').count() == 2;
    }
}
