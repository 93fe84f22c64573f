package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.session.Refreshed;
import atrium.gateway.auth.session.Session;
import atrium.gateway.auth.token.AccessClaims;
import atrium.gateway.auth.token.AccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an access token of a session. */
final class Grants {

    private final AccessTokens tokens;
    private final Supplier<Duration> lifetime;
    private final InstantSource clock;

    Grants(AccessTokens tokens, Supplier<Duration> lifetime, InstantSource clock) {
        this.tokens = tokens;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Grant of(Refreshed.Rotated rotated, Account account) {
        return of(rotated.session(), account, rotated.next());
    }

    Grant of(Session session, Account account, @Nullable SplitToken refresh) {
        List<String> roles = Roles.upTo(account.role());
        return signed(
                new AccessClaims(account.id(), account.name(), roles, false, List.of(), session.id(), end()), refresh);
    }

    Grant ofGuest(Session session, @Nullable SplitToken refresh) {
        return signed(
                new AccessClaims(
                        session.subject(), session.guestName(), List.of(), true, session.rooms(), session.id(), end()),
                refresh);
    }

    private Instant end() {
        return clock.instant().plus(lifetime.get());
    }

    private Grant signed(AccessClaims claims, @Nullable SplitToken refresh) {
        return new Grant(claims, tokens.sign(claims), refresh);
    }
}
