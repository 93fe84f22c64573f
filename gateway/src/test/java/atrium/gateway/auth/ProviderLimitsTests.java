package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.oidc.PendingSignIns;
import atrium.gateway.auth.oidc.ProviderHttp;
import atrium.gateway.auth.oidc.Providers;
import atrium.gateway.auth.oidc.StubProvider;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.session.SessionLifetimes;
import atrium.gateway.auth.session.Sessions;
import atrium.gateway.auth.throttle.TokenBuckets;
import atrium.gateway.auth.token.AccessTokens;
import atrium.gateway.auth.token.SigningKeys;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderLimitsTests {

    private static final URI CALLBACK = URI.create("https://atrium.example/auth/oidc/callback");

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();
    private final ProviderHttp http = new ProviderHttp(Duration.ofSeconds(5));
    private StubProvider provider;
    private ProviderSignIn signIn;

    @BeforeEach
    void open() throws IOException {
        provider = new StubProvider();
        SecureRandom random = new SecureRandom();
        Secrets secrets = new Secrets(random);
        Duration day = Duration.ofDays(1);
        Duration token = Duration.ofMinutes(5);
        Sessions sessions = Sessions.open(
                directory, () -> new SessionLifetimes(day, day, day, Duration.ZERO, token), secrets, clock);
        SigningKeys keys = SigningKeys.open(directory, () -> new SigningKeys.Lifetimes(day, token), random, clock);
        TokenBuckets addresses = new TokenBuckets(() -> new TokenBuckets.Rate(3, Duration.ofSeconds(10)), clock);
        signIn = new ProviderSignIn(
                new Providers(() -> provider.properties(), http, clock),
                new PendingSignIns(secrets::secret, clock),
                Accounts.open(directory, secrets, clock),
                sessions,
                new Grants(new AccessTokens(keys, sessions::isOver, secrets::id, clock), () -> token, clock),
                new Attempts(addresses, addresses),
                secrets);
    }

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    void who_begins_again_and_again_has_to_wait_and_nobody_else_has() {
        provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        for (int i = 0; i < 3; i++) {
            signIn.begin("/", CALLBACK, "address");
        }

        assertRefused(AuthProblem.TOO_MANY_ATTEMPTS, () -> signIn.begin("/", CALLBACK, "address"));

        assertThat(signIn.begin("/", CALLBACK, "another").provider()).hasPath("/authorize");
        clock.pass(Duration.ofSeconds(10));
        assertThat(signIn.begin("/", CALLBACK, "address").kept().text()).isNotEmpty();
    }

    @Test
    void a_provider_that_is_away_costs_nobody_an_attempt() {
        for (int i = 0; i < 10; i++) {
            assertRefused(AuthProblem.PROVIDER_AWAY, () -> signIn.begin("/", CALLBACK, "address"));
        }
        provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        clock.pass(Duration.ofSeconds(5));

        for (int i = 0; i < 3; i++) {
            signIn.begin("/", CALLBACK, "address");
        }
    }

    private static void assertRefused(AuthProblem expected, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(expected));
    }
}
