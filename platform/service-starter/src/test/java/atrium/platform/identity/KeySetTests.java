package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetTests {

    @Test
    void only_keys_that_verify_access_tokens_are_taken() throws JOSEException, ParseException {
        var good = p256("good").generate();
        List<JWK> keys = List.of(
                good,
                p256("signs")
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.ES256)
                        .generate(),
                p256("encrypts").keyUse(KeyUse.ENCRYPTION).generate(),
                p256("other-algorithm").algorithm(JWSAlgorithm.ES384).generate(),
                new ECKeyGenerator(Curve.P_256).generate(),
                p256("a/path").generate(),
                new ECKeyGenerator(Curve.P_384).keyID("p384").generate(),
                new OctetSequenceKeyGenerator(256).keyID("secret").generate());

        var taken = KeySet.parse(new JWKSet(keys).toString(false));

        assertThat(taken).containsOnlyKeys("good", "signs").containsEntry("good", good.toPublicJWK());
    }

    @Test
    void a_private_key_shown_by_mistake_is_not_kept() throws JOSEException, ParseException {
        String shown = new JWKSet(List.<JWK>of(p256("shown").generate())).toString(false);

        assertThat(shown).contains("\"d\":");
        assertThat(KeySet.parse(shown).values()).noneMatch(ECKey::isPrivate);
    }

    @Test
    void of_two_keys_of_one_name_the_first_counts() throws JOSEException, ParseException {
        ECKey first = p256("same").generate().toPublicJWK();
        ECKey second = p256("same").generate().toPublicJWK();

        assertThat(KeySet.parse(new JWKSet(List.<JWK>of(first, second)).toString()))
                .containsEntry("same", first);
    }

    @Test
    void more_keys_than_a_gateway_has_are_refused() throws JOSEException {
        List<JWK> many = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            many.add(p256("k" + i).generate().toPublicJWK());
        }

        assertThatThrownBy(() -> KeySet.parse(new JWKSet(many).toString()))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("33 (expected: at most 32)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[1]}",
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"off\",\"x\":\"AQ\",\"y\":\"AQ\"}]}"
            })
    void what_is_no_key_set_is_refused(String json) {
        assertThatThrownBy(() -> KeySet.parse(json)).isInstanceOf(ParseException.class);
    }

    private static JWKGenerator<ECKey> p256(String kid) {
        return new ECKeyGenerator(Curve.P_256).keyID(kid);
    }
}
