package atrium.stream.codec.nal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

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
