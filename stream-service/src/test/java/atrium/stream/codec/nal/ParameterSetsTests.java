package atrium.stream.codec.nal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.h265.HevcConfig;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterSetsTests {

    private static final byte[] SPS = hex("6764001facd9405005bb011000000300100000030320f18319600100");
    private static final byte[] OTHER_SPS = hex("67640028acd9405005bb011000000300100000030320f18319600100");
    private static final byte[] PPS = hex("68ebecb22c");
    private static final byte[] OTHER_PPS = hex("68ebecb22d");

    private final ParameterSets sets = new ParameterSets(NalSyntax.H264);

    @Test
    void sequenceWithoutPicture_thenNoConfigurationYet() {
        found(SPS);
        assertThat(sets.takeChange()).isFalse();
        found(PPS);
        assertThat(sets.takeChange()).isTrue();
        assertThat(sets.takeChange()).isFalse();
        assertThat(sets.avcConfig().parameterSets()).containsExactly(SPS, PPS);
    }

    @Test
    void sameAgain_thenNoChange() {
        found(SPS, PPS);
        assertThat(sets.takeChange()).isTrue();
        found(SPS, PPS, PPS);
        found(PPS);
        found();
        assertThat(sets.takeChange()).isFalse();
    }

    @Test
    void otherSequence_thenItTakesThePlace() {
        found(SPS, PPS);
        found(OTHER_SPS, OTHER_PPS);
        assertThat(sets.takeChange()).isTrue();
        assertThat(sets.avcConfig().parameterSets()).containsExactly(OTHER_SPS, OTHER_PPS);
        found(SPS);
        assertThat(sets.avcConfig().parameterSets()).containsExactly(SPS, OTHER_PPS);
    }

    @Test
    void pictureSetAlone_thenAdded() {
        found(SPS, PPS);
        found(OTHER_PPS);
        assertThat(sets.avcConfig().parameterSets()).containsExactly(SPS, PPS, OTHER_PPS);
    }

    @Test
    void picturesSetsWithoutEnd_thenMalformed() {
        assertThatThrownBy(() -> {
                    for (int i = 1; i < 100; i++) {
                        found(new byte[] {0x68, (byte) i});
                    }
                })
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void highProfile_thenRecordTellsChromaAndDepth() {
        byte[] record = DecoderRecords.avcC(List.of(SPS), List.of(PPS));
        assertThat(record).startsWith(hex("0164001fffe1001c")).endsWith(hex("01000568ebecb22cfdf8f800"));
    }

    @Test
    void baselineProfile_thenRecordEndsWithTheSets() {
        byte[] sps = hex("6742c01fd9005005bb01100000030010000003032");
        byte[] record = DecoderRecords.avcC(List.of(sps), List.of(PPS));
        assertThat(record).startsWith(hex("0142c01fff")).endsWith(hex("01000568ebecb22c"));
    }

    /** Records that ffmpeg wrote for x265: 8 bits; 10 bits in the high tier. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff0160000003009000000300"
                        + "0003003c959409a10001002b42010101600000030090000003000003003ca00a080b9f796565924caf01680800"
                        + "0003000800000300c840a2000100074401c172b46240",
                "01222000000090000000000099f000fcfdfafa00000f03a00001001840010c01ffff2220000003009000000300"
                        + "00030099959409a10001002d420101222000000300900000030000030099a003c0801107cad965654a4c2f0168"
                        + "08000003000800000300c840a2000100064401c073c189"
            })
    void setsOfH265_thenTheRecordThatTheyCameFrom(String record) {
        ParameterSets hevc = new ParameterSets(NalSyntax.H265);
        for (byte[] set : HevcConfig.parse(hex(record)).parameterSets()) {
            hevc.add(NalSyntax.H265.type(set[0]), set);
        }
        hevc.end();

        assertThat(hevc.takeChange()).isTrue();
        assertThat(hevc.hevcConfig().bytes()).isEqualTo(hex(record));
    }

    private void found(byte[]... units) {
        for (byte[] unit : units) {
            sets.add(NalSyntax.H264.type(unit[0]), unit);
        }
        sets.end();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0");
    }
}
