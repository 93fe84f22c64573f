package atrium.gateway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.password.PasswordEncoder;

class PasswordsTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void a_hash_is_argon2id_with_19_mebibytes_two_passes_and_one_lane_and_a_salt_of_its_own() {
        Passwords passwords = argon2id();
        String hash = passwords.hash("correct horse battery");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.hash("correct horse battery")).isNotEqualTo(hash);
        assertThat(passwords.matches("correct horse battery", hash)).isTrue();
        assertThat(passwords.matches("correct horse batterY", hash)).isFalse();
    }

    @Test
    void nobody_s_password_is_compared_too_and_never_right() {
        Passwords passwords = argon2id();

        assertThat(passwords.matches("correct horse battery", null)).isFalse();
        assertThat(meters.get("atrium.gateway.auth.hashing").timer().count()).isEqualTo(1);
    }

    @Test
    void a_password_counts_however_a_keyboard_composes_it() {
        Passwords passwords = argon2id();
        String hash = passwords.hash("pässwörter");

        assertThat(passwords.matches("pa\u0308sswo\u0308rter", hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "x"})
    void a_short_password_is_refused_without_a_word_of_it(String password) {
        assertThatThrownBy(() -> argon2id().hash(password)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(PlatformProblem.BAD_REQUEST);
            assertThat(e.getBody().getDetail()).contains("expected: 10 to 128").doesNotContain("123456789");
        });
    }

    @Test
    void only_so_many_are_hashed_at_once_and_a_crowd_is_refused() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        Passwords passwords = new Passwords(
                new Slow(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    goOn.await();
                    running.decrementAndGet();
                    return true;
                }),
                "nobody's",
                2,
                meters);
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                crowd.execute(() -> tryOne(passwords, refused));
            }
            await().untilAsserted(() -> assertThat(refused.get()).isGreaterThanOrEqualTo(300));
            goOn.countDown();
        }
        assertThat(most.get()).isEqualTo(2);
    }

    private static void tryOne(Passwords passwords, AtomicInteger refused) {
        try {
            passwords.matches("whatever it is", null);
        } catch (ProblemException e) {
            assertThat(e.type()).isEqualTo(AuthProblem.BUSY);
            refused.incrementAndGet();
        }
    }

    private Passwords argon2id() {
        return Passwords.argon2id(new SecureRandom(), 2, meters);
    }

    private record Slow(Callable<Boolean> work) implements PasswordEncoder {

        @Override
        public String encode(CharSequence password) {
            return "encoded";
        }

        @Override
        public boolean matches(CharSequence password, String encoded) {
            try {
                return work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
