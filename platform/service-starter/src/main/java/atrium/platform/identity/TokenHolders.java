package atrium.platform.identity;

import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.AuthenticationException;
import reactor.core.publisher.Mono;

/**
 * Who sent a request that the security chain does not see: told by the same header, and refused in the same words. Any
 * thread may ask.
 */
public final class TokenHolders {

    private final ReactiveAuthenticationManager bearers;

    public TokenHolders(ReactiveAuthenticationManager bearers) {
        this.bearers = bearers;
    }

    /**
     * The holder of the token; empty where there is none, a {@link ProblemException} where it is not accepted. May come on
     * another thread.
     *
     * @param authorization the request's {@code Authorization} headers
     */
    public Mono<Principal> of(List<String> authorization) {
        return Mono.defer(() -> BearerToken.in(authorization))
                .flatMap(bearers::authenticate)
                .<Principal>map(holder -> holder)
                .onErrorMap(AuthenticationException.class, TokenHolders::refusal);
    }

    /** RFC 6750, section 3. */
    static ProblemException refusal(AuthenticationException why) {
        return PlatformProblem.UNAUTHENTICATED
                .with(String.valueOf(why.getMessage()))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    }
}
