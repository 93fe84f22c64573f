package atrium.gateway.auth.oidc;

import java.net.URI;
import java.time.Instant;

/**
 * Somebody who was sent to the provider and is not back.
 *
 * @param state by which the answer is known (RFC 6749, section 10.12)
 * @param verifier what proves to the provider that who asked for the code is who has it (RFC 7636)
 * @param redirectUri where the provider sends them back to
 * @param to where they go then
 */
public record PendingSignIn(String state, String verifier, URI redirectUri, URI to, Instant expires) {

    /** Without the verifier, which must not reach a log. */
    @Override
    public String toString() {
        return "PendingSignIn[" + to + "]";
    }
}
