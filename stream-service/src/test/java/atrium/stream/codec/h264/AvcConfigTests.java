package atrium.stream.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvcConfigTests {

    private static final String SPS = "6764001facd9405005bb011000000300100000030320f1831960";
    private static final String PPS = "68ebecb22c";
    private static final String ONE_OF_EACH = "0164001fffe1" + "001a" + SPS + "01" + "0005" + PPS;

    @Test
    void record_thenItsParameterSetsInOrder() {
        AvcConfig config = parse(ONE_OF_EACH);

        assertThat(config.codec()).isEqualTo("avc1.64001f");
        assertThat(config).hasToString("avc1.64001f 1280x720");
        assertThat(config.lengthSize()).isEqualTo(4);
        assertThat(config.parameterSets()).containsExactly(bytes(SPS), bytes(PPS));
    }

    @Test
    void moreThanOneOfEach_thenAll() {
        AvcConfig config =
                parse("0164001fffe2" + "001a" + SPS + "001a" + SPS + "02" + "0005" + PPS + "000468ce3880" + "fdf8f800");
        assertThat(config.parameterSets()).containsExactly(bytes(SPS), bytes(SPS), bytes(PPS), bytes("68ce3880"));
    }

    @Test
    void cutAnywhere_thenMalformed() {
        byte[] whole = bytes(ONE_OF_EACH);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AvcConfig.parse(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0264001fffe1001a" + SPS + "00", // another version
                "0164001fffe000000000", // no sequence parameter set
                "0164001fffe1ffff" + SPS + "00", // longer than the record
                "0164001fffe1001a" + SPS + "01" + "0000" // a parameter set of nothing
            })
    void hostile_thenMalformed(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void changedParameterSet_thenTheRecordStaysAsItWas() {
        AvcConfig config = parse(ONE_OF_EACH);
        config.parameterSets().getFirst()[0] = 0;
        assertThat(config.parameterSets().getFirst()).isEqualTo(bytes(SPS));
    }

    private static AvcConfig parse(String hex) {
        return AvcConfig.parse(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
