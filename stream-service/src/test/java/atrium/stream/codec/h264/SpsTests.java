package atrium.stream.codec.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter sets as encoders wrote them. */
class SpsTests {

    @ParameterizedTest
    @CsvSource({
        "6742c01e8c680a02ff970101e1108d40, 66, 30, 640, 360", // baseline by openh264, cropped by 8 lines
        "67640028acd940780227e5c044000003000400000300c83c60c658, 100, 40, 1920, 1080", // high, cropped by 8 lines
        "6764001facd9405005bb011000000300100000030320f1831960, 100, 31, 1280, 720"
    })
    void sps_thenSize(String hex, int profile, int level, int width, int height) {
        Sps sps = Sps.parse(HexFormat.of().parseHex(hex));

        assertThat(sps.profile()).isEqualTo(profile);
        assertThat(sps.level()).isEqualTo(level);
        assertThat(sps.width()).isEqualTo(width);
        assertThat(sps.height()).isEqualTo(height);
    }

    @Test
    void spsCutAnywhereBeforeItsSize_thenMalformed() {
        byte[] whole = HexFormat.of().parseHex("67640028acd940780227e5c044000003000400000300c83c60c658");
        for (int length = 0; length < 11; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Sps.parse(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @Test
    void anotherKindOfNalUnit_thenMalformed() {
        assertThatThrownBy(() -> Sps.parse(new byte[] {0x68, 1, 2, 3})).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void hugeNumberOfMacroblocks_thenMalformed() {
        byte[] bits = bits("01100111" + "01000010" + "00000000" + "00011110" + "1" + "1" + "011" + "1" + "0"
                + "00000000000010000000000001" + "1" + "1" + "1" + "0");
        assertThatThrownBy(() -> Sps.parse(bits)).isInstanceOf(MalformedInputException.class);
    }

    private static byte[] bits(String text) {
        byte[] bytes = new byte[(text.length() + 7) / 8];
        for (int i = 0; i < text.length(); i++) {
            bytes[i / 8] |= (byte) ((text.charAt(i) - '0') << (7 - i % 8));
        }
        return bytes;
    }
}
