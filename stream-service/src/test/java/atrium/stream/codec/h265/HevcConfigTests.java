package atrium.stream.codec.h265;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as x265 and ffmpeg wrote them. */
class HevcConfigTests {

    private static final String HEAD = "0101600000009000000000003cf000fcfdf8f800000f";
    private static final String VPS = "40010c01ffff01600000030090000003000003003c959409";
    private static final String SPS =
            "42010101600000030090000003000003003ca00a080b9f796565924caf016808000003000800000300c840";
    private static final String PPS = "4401c172b46240";
    private static final String VPS_ARRAY = "a000010018" + VPS;
    private static final String SPS_ARRAY = "a10001002b" + SPS;
    private static final String PPS_ARRAY = "a200010007" + PPS;
    private static final String RECORD = HEAD + "03" + VPS_ARRAY + SPS_ARRAY + PPS_ARRAY;

    @ParameterizedTest
    @CsvSource({
        // 180 is no multiple of 8: cropped
        RECORD + ", hvc1.1.6.L60.90, 320, 180",
        // ten bits, high tier
        "01222000000090000000000099f000fcfdfafa00000f03a00001001840010c01ffff222000000300900000030000030099959409"
                + "a10001002d420101222000000300900000030000030099a003c0801107cad965654a4c2f016808000003000800000300c840"
                + "a2000100064401c073c189, hvc1.2.4.H153.90, 1920, 1080",
        // 4:2:2: cropped in units of 2 and 1
        "0104080000009d08000000003ff000fcfef8f800000f03a00001001740010c01ffff0408000003009d0800000300003f959409"
                + "a10001002b4201010408000003009d0800000300003fb005220171c445e595952930bc05a02000000300200000030321"
                + "a2000100064401c073c189, hvc1.4.10.L63.9D.8, 642, 358",
        // 4:4:4: in units of 1
        "0104080000009e08000000003ff000fcfff8f800000f03a00001001740010c01ffff0408000003009e0800000300003f959409"
                + "a10001002c4201010408000003009e0800000300003f9000a4402e38f8bcb2b2a5261780b4040000030004000003006420"
                + "a2000100084401c07318301890, hvc1.4.10.L63.9E.8, 642, 358",
        // no chroma: in units of 1
        "0104080000009fc8000000003ff000fcfcf8f800000f03a00001001740010c01ffff0408000003009fc800000300003f959409"
                + "a1000100294201010408000003009fc800000300003fc0140805c7cf965654a4c2f016c080000003008000000c84"
                + "a2000100064401c073c189, hvc1.4.10.L63.9F.C8, 640, 362",
        // two temporal sub-layers
        "0101600000009000000000003ff000fcfdf8f800001303a00001001c"
                + "40010c02ffff01600000030090000003000003003f00009594aca048a10001002f"
                + "42010201600000030090000003000003003f0000a005020171f2e59594aca94985e02d010000030001000003001908"
                + "a2000100064401c073c189, hvc1.1.6.L63.90, 640, 360"
    })
    void record_thenCodecAndSize(String hex, String codec, int width, int height) {
        HevcConfig config = parse(hex);

        assertThat(config.codec()).isEqualTo(codec);
        assertThat(config.width()).isEqualTo(width);
        assertThat(config.height()).isEqualTo(height);
        assertThat(config.lengthSize()).isEqualTo(4);
        assertThat(config.bytes()).isEqualTo(bytes(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "010160000000b000000000005d, hvc1.1.6.L93.B0",
        "01222000000000000000000078, hvc1.2.4.H120",
        "01c160000000b000000000" + "01ff, hvc1.C1.6.L255.B0.0.0.0.0.1"
    })
    void header_thenCodec(String head, String codec) {
        assertThat(parse(head + "f000fcfdf8f800000f" + "01" + SPS_ARRAY).codec())
                .isEqualTo(codec);
    }

    @Test
    void arraysInAnyOrder_thenParameterSetsInTheOrderOfDecoding() {
        String enhancement = "a700010003" + "4e0105";
        HevcConfig config = parse(HEAD + "04" + PPS_ARRAY + enhancement + SPS_ARRAY + VPS_ARRAY);
        assertThat(config.parameterSets()).containsExactly(bytes(VPS), bytes(SPS), bytes(PPS));
    }

    @Test
    void moreThanOneOfAKind_thenAll() {
        HevcConfig config = parse(HEAD + "02" + SPS_ARRAY + "a20002" + "0007" + PPS + "0007" + PPS);
        assertThat(config.parameterSets()).containsExactly(bytes(SPS), bytes(PPS), bytes(PPS));
    }

    @Test
    void cutAnywhere_thenMalformed() {
        byte[] whole = bytes(RECORD);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> HevcConfig.parse(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @Test
    void parameterSetCutBeforeItsSize_thenMalformed() {
        for (int length = 0; length < 22; length++) {
            String cut = HEAD + "01" + "a10001%04x".formatted(length) + SPS.substring(0, 2 * length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001600000009000000000003cf000fcfdf8f800000f" + "01" + SPS_ARRAY, // another version
                HEAD + "00", // no parameter sets
                HEAD + "02" + VPS_ARRAY + PPS_ARRAY, // none of a sequence
                HEAD + "01" + "a100010007" + PPS, // one of another kind
                HEAD + "01" + "a10000", // an array of nothing
                HEAD + "01" + "a1ffff0000", // parameter sets of nothing
                HEAD + "01" + "a10001ffff" + SPS, // longer than the record
                HEAD + "01" + "a10001001d"
                        + "42010f01600000030090000003000003003ca00a080b9f796565924caf" // 8 sub-layers
            })
    void hostile_thenMalformed(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(MalformedInputException.class);
    }

    /** After 13 bytes of profile, tier and level: parameter set 0, 4:2:0, then the size. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1" + "010" + "000000000000000010000000000000001" + "1", // 65 536 wide
                "1" + "010" + "000000000000000000000000000000001", // a prefix too long
                "1" + "010" + "1" + "00101" + "0", // 0 wide
                "1" + "010" + "00101" + "00101" + "1" + "010" + "010" + "1" + "1", // all of it cropped
                "1" + "00101" + "0" + "1" // chroma format 4
            })
    void impossibleSize_thenMalformed(String bits) {
        String padded = bits + "1".repeat(8 - bits.length() % 8);
        StringBuilder nal = new StringBuilder("420101016000000300900000030000030" + "03c");
        for (int i = 0; i < padded.length(); i += 8) {
            nal.append("%02x".formatted(Integer.parseInt(padded.substring(i, i + 8), 2)));
        }
        String record = HEAD + "01" + "a10001%04x".formatted(nal.length() / 2) + nal;
        assertThatThrownBy(() -> parse(record))
                .isInstanceOf(MalformedInputException.class)
                .message()
                .matches("(pic|picture|Exp|chroma).*");
    }

    @Test
    void equalBytes_thenEqual() {
        assertThat(parse(RECORD)).isEqualTo(parse(RECORD)).hasSameHashCodeAs(parse(RECORD));
        assertThat(parse(RECORD)).hasToString("hvc1.1.6.L60.90 320x180");
    }

    private static HevcConfig parse(String hex) {
        return HevcConfig.parse(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
