package atrium.gateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.storage.UnreadableStateException;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTests {

    private static final Duration KEY = Duration.ofDays(7);
    private static final Duration TOKEN = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();

    @Test
    void a_key_signs_for_its_lifetime_also_after_a_restart() {
        String kid = open().current().getKeyID();
        clock.pass(KEY.minus(SigningKeys.AHEAD));
        assertThat(open().current().getKeyID()).isEqualTo(kid);
        clock.pass(SigningKeys.AHEAD.minusSeconds(1));

        assertThat(open().current().getKeyID()).isEqualTo(kid);
        clock.pass(Duration.ofSeconds(1));
        assertThat(open().current().getKeyID()).isNotEqualTo(kid);
    }

    @Test
    void the_next_key_is_published_before_it_signs() {
        SigningKeys keys = open();
        String former = keys.current().getKeyID();
        clock.pass(KEY.minus(SigningKeys.AHEAD).minusSeconds(1));
        assertThat(keys.jwks().getKeys()).hasSize(1);
        clock.pass(Duration.ofSeconds(1));

        assertThat(keys.jwks().getKeys()).hasSize(2);
        assertThat(keys.current().getKeyID()).isEqualTo(former);
    }

    @Test
    void after_a_long_sleep_the_former_key_signs_until_services_know_the_next() {
        String former = open().current().getKeyID();
        clock.pass(KEY.multipliedBy(3));

        SigningKeys keys = open();
        assertThat(keys.current().getKeyID()).isEqualTo(former);
        clock.pass(SigningKeys.AHEAD);
        assertThat(keys.current().getKeyID()).isNotEqualTo(former);
    }

    @Test
    void a_former_key_is_published_until_its_last_token_has_expired_everywhere() {
        SigningKeys keys = open();
        String former = keys.current().getKeyID();
        clock.pass(KEY.minus(SigningKeys.AHEAD));
        keys.jwks();
        clock.pass(SigningKeys.AHEAD);
        String next = keys.current().getKeyID();

        assertThat(keys.jwks().getKeys()).extracting(JWK::getKeyID).containsExactlyInAnyOrder(former, next);
        clock.pass(TOKEN.plus(SigningKeys.LEEWAY));
        assertThat(keys.key(former)).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(keys.key(former)).isEmpty();
        assertThat(keys.jwks().getKeys()).extracting(JWK::getKeyID).containsExactly(next);
    }

    @Test
    void what_is_published_has_no_secret() {
        SigningKeys keys = open();
        String kid = keys.current().getKeyID();

        assertThat(keys.key(kid).orElseThrow().isPrivate()).isFalse();
        assertThat(keys.jwks().toString(false))
                .contains(kid, "\"ES256\"", "\"P-256\"")
                .doesNotContain("\"d\"");
    }

    @Test
    void nobody_but_the_owner_reads_the_file() throws IOException {
        open().current();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_file_is_an_error_that_shows_no_key() throws IOException {
        String secret = open().current().getD().toString();
        Path file = directory.resolve("keys.json");
        Files.writeString(file, Files.readString(file).replace("P-256", "P-257"));

        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("keys.json cannot be read")
                .hasMessageNotContaining(secret);
    }

    private SigningKeys open() {
        return SigningKeys.open(directory, () -> new SigningKeys.Lifetimes(KEY, TOKEN), new SecureRandom(), clock);
    }
}
