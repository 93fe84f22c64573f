package atrium.gateway.auth;

import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.token.AccessClaims;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is given who was let in.
 *
 * @param refresh null if the browser has one already that stays good
 */
record Grant(
        AccessClaims claims, String accessToken, @Nullable SplitToken refresh) {

    /** Without the tokens, which must not reach a log. */
    @Override
    public String toString() {
        return "Grant[" + claims.subject() + "]";
    }
}
