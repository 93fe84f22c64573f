package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.oidc.LocalPath;
import atrium.gateway.auth.oidc.PendingSignIn;
import atrium.gateway.auth.oidc.PendingSignIns;
import atrium.gateway.auth.oidc.Person;
import atrium.gateway.auth.oidc.Provider;
import atrium.gateway.auth.oidc.Providers;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.session.Sessions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * By the word of the OpenID Connect provider. Both methods wait for it.
 *
 * <p>The browser keeps the state and the nonce in a cookie: only who began may end (RFC 9700, section 4.7), and an ID token
 * of another sign-in does not count. What else belongs to it stays here, and is good once.
 */
final class ProviderSignIn {

    /**
     * Where the browser goes.
     *
     * @param kept the state and the nonce, for its cookie
     */
    record Begun(URI provider, SplitToken kept) {}

    /** What the provider sends the browser back with (OpenID Connect Core 1.0, section 3.1.2.5), and the cookie. */
    record Answer(
            @Nullable String code,
            @Nullable String state,
            @Nullable String issuer,
            @Nullable SplitToken kept) {

        /** Without the code, which must not reach a log. */
        @Override
        public String toString() {
            return "Answer";
        }
    }

    /** Where the browser goes after that. */
    record Ended(Grant grant, URI to) {}

    private final Providers providers;
    private final PendingSignIns pending;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Grants grants;
    private final Attempts attempts;
    private final Secrets secrets;

    ProviderSignIn(
            Providers providers,
            PendingSignIns pending,
            Accounts accounts,
            Sessions sessions,
            Grants grants,
            Attempts attempts,
            Secrets secrets) {
        this.providers = providers;
        this.pending = pending;
        this.accounts = accounts;
        this.sessions = sessions;
        this.grants = grants;
        this.attempts = attempts;
        this.secrets = secrets;
    }

    /**
     * @param to where they go in the end, a path of this host
     * @param callback where the provider's answer comes to on the host that was asked
     */
    Begun begin(String to, URI callback, String address) {
        Provider provider = providers.current();
        URI local = LocalPath.of(to);
        provider.mindAway();
        attempts.takeFrom(address);
        SplitToken kept = new SplitToken(secrets.id(), secrets.secret());
        PendingSignIn begun = pending.begin(kept.id(), providers.redirectUri(callback), local);
        return new Begun(provider.authorization(begun, kept.secret()), kept);
    }

    Ended end(Answer answer, String address) {
        Provider provider = providers.current();
        SplitToken kept = answer.kept();
        if (kept == null || !kept.id().equals(answer.state())) {
            throw failed("This browser did not begin it, or began another since.");
        }
        PendingSignIn begun =
                pending.take(kept.id()).orElseThrow(() -> failed("It took too long, or it has ended before."));
        if (answer.code() == null || !provider.isNamed(answer.issuer())) {
            throw failed("The provider did not let you in.");
        }
        Account account = admitted(provider.person(answer.code(), begun, kept.secret()));
        attempts.giveBackTo(address);
        return new Ended(grants.of(sessions.begin(account.id()), account), begun.to());
    }

    private Account admitted(Person person) {
        Account before = accounts.of(person.subject()).orElse(null);
        Account account = accounts.admit(person.subject(), person.name(), person.role());
        if (before != null && account.role().compareTo(before.role()) < 0) {
            sessions.endAllOf(account.id(), null);
        }
        if (account.disabled()) {
            throw AuthProblem.NOT_ADMITTED.with("The account is disabled.");
        }
        return account;
    }

    private static RuntimeException failed(String why) {
        return AuthProblem.SIGN_IN_FAILED.with(why + " Sign in again.");
    }
}
