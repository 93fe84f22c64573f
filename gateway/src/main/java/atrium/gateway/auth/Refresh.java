package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.session.Refreshed;
import atrium.gateway.auth.session.Session;
import atrium.gateway.auth.session.Sessions;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/** By refresh token: the next access token, with the roles that the account has now. Waits for the disk. */
final class Refresh {

    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private final Accounts accounts;
    private final Sessions sessions;
    private final Grants grants;
    private final Counter rotated;
    private final Counter late;
    private final Counter reused;
    private final Counter unknown;

    Refresh(Accounts accounts, Sessions sessions, Grants grants, MeterRegistry meters) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.grants = grants;
        this.rotated = counter(meters, "ok");
        this.late = counter(meters, "late");
        this.reused = counter(meters, "reused");
        this.unknown = counter(meters, "unknown");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("atrium.gateway.auth.refreshes")
                .description(
                        "refresh tokens presented; reused: of a token that was used before, which ends the session")
                .tag("outcome", outcome)
                .register(meters);
    }

    Grant refresh(String token) {
        Refreshed refreshed = SplitToken.parse(token).map(sessions::refresh).orElseGet(Refreshed.Unknown::new);
        return switch (refreshed) {
            case Refreshed.Rotated next -> {
                rotated.increment();
                yield grant(next.session(), next.next());
            }
            case Refreshed.Late another -> {
                late.increment();
                yield grant(another.session(), null);
            }
            case Refreshed.Reused stolen -> {
                reused.increment();
                log.warn("a refresh token was used again; its session is over");
                throw ended();
            }
            case Refreshed.Unknown nobodys -> {
                unknown.increment();
                throw ended();
            }
        };
    }

    private Grant grant(Session session, @Nullable SplitToken next) {
        if (session.guest()) {
            return grants.ofGuest(session, next);
        }
        Account account = accounts.withId(session.subject())
                .filter(found -> !found.disabled())
                .orElse(null);
        if (account == null) {
            sessions.end(session.id());
            throw ended();
        }
        return grants.of(session, account, next);
    }

    private static ProblemException ended() {
        return AuthProblem.SESSION_ENDED
                .with("The session is over, or there was none.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
}
