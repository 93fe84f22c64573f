package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atrium.platform.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import reactor.core.publisher.Mono;

class TokenHoldersTests {

    private final TokenHolders holders = new TokenHolders(presented -> "right".equals(presented.getCredentials())
            ? Mono.just(UsernamePasswordAuthenticationToken.authenticated("ada", null, List.of()))
            : Mono.error(TokenFault.SIGNATURE.exception()));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer right", "bearer right", "Bearer  right "})
    void a_token_is_its_holders(String header) {
        assertThat(holders.of(List.of(header)).block()).extracting("name").isEqualTo("ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic right", "right", "Bearer", ""})
    void without_a_token_it_is_nobody(String header) {
        assertThat(holders.of(List.of(header)).blockOptional()).isEmpty();
        assertThat(holders.of(List.of()).blockOptional()).isEmpty();
    }

    @Test
    void a_wrong_token_and_two_are_refused_as_by_the_security_chain() {
        ProblemException wrong = refusal("Bearer wrong");
        assertThat(wrong.getStatusCode().value()).isEqualTo(401);
        assertThat(wrong.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(refusal("Bearer right", "Bearer right").getStatusCode().value())
                .isEqualTo(400);
    }

    private ProblemException refusal(String... headers) {
        return catchThrowableOfType(
                ProblemException.class, () -> holders.of(List.of(headers)).block());
    }
}
