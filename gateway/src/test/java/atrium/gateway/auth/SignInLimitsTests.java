package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.account.Passwords;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.session.SessionLifetimes;
import atrium.gateway.auth.session.Sessions;
import atrium.gateway.auth.throttle.TokenBuckets;
import atrium.gateway.auth.token.AccessTokens;
import atrium.gateway.auth.token.SigningKeys;
import atrium.platform.identity.Role;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

class SignInLimitsTests {

    private static final String RIGHT = "the right password";

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger hashes = new AtomicInteger();
    private SignIn signIn;

    @BeforeEach
    void open() {
        SecureRandom random = new SecureRandom();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Secrets secrets = new Secrets(random);
        Accounts accounts = Accounts.open(directory, secrets, clock);
        Passwords passwords = new Passwords(new Counting(hashes), "nobody's", 2, meters);
        Sessions sessions = Sessions.open(
                directory,
                () -> new SessionLifetimes(
                        Duration.ofDays(14),
                        Duration.ofDays(90),
                        Duration.ofDays(1),
                        Duration.ZERO,
                        Duration.ofMinutes(5)),
                secrets,
                clock);
        SigningKeys keys = SigningKeys.open(
                directory, () -> new SigningKeys.Lifetimes(Duration.ofDays(7), Duration.ofMinutes(5)), random, clock);
        AccessTokens tokens = new AccessTokens(keys, sessions::isOver, secrets::id, clock);
        Attempts attempts = new Attempts(
                new TokenBuckets(() -> new TokenBuckets.Rate(10, Duration.ofSeconds(30)), clock),
                new TokenBuckets(() -> new TokenBuckets.Rate(30, Duration.ofSeconds(3)), clock));
        signIn = new SignIn(
                accounts,
                passwords,
                sessions,
                new Grants(tokens, () -> Duration.ofMinutes(5), clock),
                attempts,
                () -> true,
                meters);
        accounts.create("ada", Role.MEMBER, RIGHT);
    }

    @Test
    void a_thousand_wrong_attempts_from_one_address_cost_thirty_hashes() {
        for (int i = 0; i < 1_000; i++) {
            String name = "name" + i;
            assertThatThrownBy(() -> signIn.signIn(name, "wrong", "address")).isInstanceOf(ProblemException.class);
        }

        assertThat(hashes).hasValue(30);
    }

    @Test
    void a_thousand_wrong_attempts_at_one_name_from_everywhere_cost_ten_hashes() {
        for (int i = 0; i < 1_000; i++) {
            String address = "address" + i;
            assertThatThrownBy(() -> signIn.signIn("Ada", "wrong", address)).isInstanceOf(ProblemException.class);
        }

        assertThat(hashes).hasValue(10);
        assertThatThrownBy(() -> signIn.signIn("ada", RIGHT, "another"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.type()).isEqualTo(AuthProblem.TOO_MANY_ATTEMPTS);
                    assertThat(e.getHeaders().getFirst("Retry-After")).isEqualTo("30");
                });
        clock.pass(Duration.ofSeconds(30));
        assertThat(signIn.signIn("ada", RIGHT, "another").claims().name()).isEqualTo("ada");
    }

    @Test
    void whoever_knows_the_password_may_sign_in_as_often_as_they_like() {
        for (int i = 0; i < 100; i++) {
            signIn.signIn("ada", RIGHT, "address");
        }

        assertThat(hashes).hasValue(100);
    }

    @Test
    void an_unknown_name_costs_one_comparison_as_a_known_one_does() {
        assertThatThrownBy(() -> signIn.signIn("nobody", RIGHT, "address")).isInstanceOf(ProblemException.class);
        assertThat(hashes).hasValue(1);
        assertThatThrownBy(() -> signIn.signIn("ada", "wrong", "address")).isInstanceOf(ProblemException.class);
        assertThat(hashes).hasValue(2);
        assertThatThrownBy(() -> signIn.signIn("x".repeat(10_000), "x".repeat(10_000), "address"))
                .isInstanceOf(ProblemException.class);
        assertThat(hashes).hasValue(3);
    }

    /** Plain text: here only the number of hashes counts. */
    private record Counting(AtomicInteger hashes) implements PasswordEncoder {

        @Override
        public String encode(CharSequence password) {
            return password.toString();
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
            hashes.incrementAndGet();
            return encoded.contentEquals(password);
        }
    }
}
