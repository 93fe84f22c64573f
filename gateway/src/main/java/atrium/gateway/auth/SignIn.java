package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.AccountName;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.account.Passwords;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.session.Sessions;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;

/**
 * By name and password. Every method waits: for a hash, which is slow on purpose, or for the disk.
 *
 * <p>Whether the name or the password was wrong is told neither by the answer nor by the time it takes.
 */
final class SignIn {

    /** Longer than any name, and short enough to be counted under. */
    private static final int LONGEST_TRIED = 128;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Grants grants;
    private final Attempts attempts;
    private final BooleanSupplier open;
    private final Counter signedIn;
    private final Counter wrong;
    private final Counter throttled;

    /** @param open whether there is sign-in by password at all */
    SignIn(
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            Grants grants,
            Attempts attempts,
            BooleanSupplier open,
            MeterRegistry meters) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.grants = grants;
        this.attempts = attempts;
        this.open = open;
        this.signedIn = counter(meters, "ok");
        this.wrong = counter(meters, "wrong");
        this.throttled = counter(meters, "throttled");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("atrium.gateway.auth.sign.ins")
                .description("attempts to sign in by name and password")
                .tag("outcome", outcome)
                .register(meters);
    }

    Grant signIn(String name, String password, String address) {
        Account account = proven(name, password, address);
        signedIn.increment();
        return grants.of(sessions.begin(account.id()), account);
    }

    /** Replaces the password of {@code account}, and ends its other sessions. */
    void changePassword(Account account, String old, String next, String session, String address) {
        if (!account.hasPassword()) {
            throw AuthProblem.NO_PASSWORD.with("The provider that you sign in at has it.");
        }
        proven(account.name(), old, address);
        String hash = passwords.hash(next);
        accounts.update(account.id(), current -> current.withPasswordHash(hash));
        sessions.endAllOf(account.id(), session);
    }

    private Account proven(String name, String password, String address) {
        if (!open.getAsBoolean()) {
            throw AuthProblem.PASSWORDS_OFF.with("Sign in at the provider: /auth/oidc/sign-in");
        }
        String tried = name.length() > LONGEST_TRIED ? "" : AccountName.normalized(name);
        try {
            attempts.take(tried, address);
        } catch (ProblemException e) {
            throttled.increment();
            throw e;
        }
        Optional<Account> account = accounts.named(tried).filter(Account::hasPassword);
        boolean right =
                passwords.matches(password, account.map(Account::passwordHash).orElse(null));
        if (!right || account.isEmpty() || account.get().disabled()) {
            wrong.increment();
            throw AuthProblem.WRONG_CREDENTIALS
                    .with("There is no account of this name and password.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        attempts.giveBack(tried, address);
        return account.get();
    }
}
