package atrium.stream.codec.av1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as encoders and ffmpeg wrote them, where nothing else is said. */
class Av1ConfigTests {

    @ParameterizedTest
    @CsvSource({
        "81000c000a0b000000043cfeccdaf90040, av01.0.00M.08, 320, 180",
        "81010c000a0b0000000cc4ff6700be0010, av01.0.01M.08, 640, 360", // by SVT-AV1
        "81084c000a0b00000042abbfc3732be501, av01.0.08M.10, 1920, 1080",
        "81406c000a0b400000043cfeccdaf96308, av01.2.00M.12, 320, 180",
        "812100000a0b2000000cc5036536be4080, av01.1.01M.08, 642, 358",
        // timing and a decoder model
        "81010c000a1e040000000400000065780000000a530000075f915f90bcc4ff6736be4010, av01.0.01M.08, 640, 360",
        // two operating points, a tier and display delays; by hand
        "81098c000a0b0211014e6206554cffb3c0, av01.0.09H.08, 1280, 720",
        "81040c000a05191db1f180, av01.0.04M.08, 200, 100", // a reduced header, by hand
        "81040c00, av01.0.04M.08, 0, 0", // no units
        "81000c0012000a0b000000043cfeccdaf90040, av01.0.00M.08, 320, 180", // a temporal delimiter before
        "81000c000e000b000000043cfeccdaf90040, av01.0.00M.08, 320, 180", // with an extension
        "81000c0008000000043cfeccdaf90040, av01.0.00M.08, 320, 180", // without a size
        "81000c000a8b8000000000043cfeccdaf90040, av01.0.00M.08, 320, 180" // a size longer than it need be
    })
    void record_thenCodecAndSize(String hex, String codec, int width, int height) {
        Av1Config config = parse(hex);

        assertThat(config.codec()).isEqualTo(codec);
        assertThat(config.width()).isEqualTo(width);
        assertThat(config.height()).isEqualTo(height);
        assertThat(config.bytes()).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void cutInItsSequenceHeader_thenMalformed() {
        byte[] whole = HexFormat.of().parseHex("81000c000a0b000000043cfeccdaf90040");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length != 4) { // which is a record without units
                assertThatThrownBy(() -> Av1Config.parse(cut)).isInstanceOf(MalformedInputException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82000c00", // version 2
                "01000c00", // no marker
                "81000c000a04000000043cfeccdaf90040", // a sequence header that ends too early
                "81000c000affffffffffffffffff01", // a size of more than 8 bytes
                "81000c000affffff7f00", // longer than the record
                "81000c000e" // no extension
            })
    void hostile_thenMalformed(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void equalBytes_thenEqual() {
        assertThat(parse("81040c00")).isEqualTo(parse("81040c00")).hasSameHashCodeAs(parse("81040c00"));
        assertThat(parse("81000c000a0b000000043cfeccdaf90040")).hasToString("av01.0.00M.08 320x180");
    }

    private static Av1Config parse(String hex) {
        return Av1Config.parse(HexFormat.of().parseHex(hex));
    }
}
