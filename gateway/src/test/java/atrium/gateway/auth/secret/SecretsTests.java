package atrium.gateway.auth.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTests {

    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void an_id_is_32_hexadecimal_digits_and_a_secret_256_bits() {
        assertThat(secrets.id()).matches("[0-9a-f]{32}");
        assertThat(secrets.secret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(secrets.secret()).isNotEqualTo(secrets.secret());
    }

    /** FIPS 180-4, the example of one block. */
    @Test
    void a_digest_is_sha_256() {
        assertThat(Secrets.digest("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void a_secret_matches_its_own_digest_alone() {
        String secret = secrets.secret();

        assertThat(Secrets.matches(Secrets.digest(secret), secret)).isTrue();
        assertThat(Secrets.matches(Secrets.digest(secret), secret + "x")).isFalse();
        assertThat(Secrets.matches("", secret)).isFalse();
    }

    @Test
    void a_split_token_is_read_as_it_was_written_and_does_not_print_its_secret() {
        SplitToken token = new SplitToken(secrets.id(), secrets.secret());

        assertThat(SplitToken.parse(token.text())).contains(token);
        assertThat(token.toString()).doesNotContain(token.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "abc.def", "00000000000000000000000000000000.", "../../etc/passwd"})
    void anything_else_is_no_split_token(String text) {
        assertThat(SplitToken.parse(text)).isEmpty();
    }
}
