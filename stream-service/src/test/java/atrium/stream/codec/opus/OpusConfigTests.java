package atrium.stream.codec.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusConfigTests {

    private static final String HEAD = "4f70757348656164";
    private static final String SURROUND = HEAD + "0106380180bb0000000001" + "0402000401020305";

    @ParameterizedTest
    @CsvSource({
        HEAD + "0102380180bb0000000000, 2",
        HEAD + "0101380180bb0000000000, 1",
        HEAD + "0f02380180bb0000000000, 2", // the last version that can be read
        SURROUND + ", 6", // 5.1
        HEAD + "0103380180bb00000000ff" + "0300000102, 3" // channels without a meaning
    })
    void header_thenChannels(String hex, int channels) {
        OpusConfig config = parse(hex);

        assertThat(config.channels()).isEqualTo(channels);
        assertThat(config.bytes()).isEqualTo(HexFormat.of().parseHex(hex));
        assertThat(config).isEqualTo(parse(hex)).hasSameHashCodeAs(parse(hex));
    }

    @Test
    void cutAnywhere_thenMalformed() {
        byte[] whole = HexFormat.of().parseHex(SURROUND);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> OpusConfig.parse(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4f70757354616773" + "0102380180bb0000000000", // comments
                HEAD + "1002380180bb0000000000", // version 16
                HEAD + "0100380180bb0000000000", // no channels
                HEAD + "0103380180bb0000000000", // three channels without a table
                HEAD + "0109380180bb0000000001" + "0900000102030405060708" // nine channels of surround sound
            })
    void hostile_thenMalformed(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void commentHeader_thenKnownFromItsMagic() {
        assertThat(OpusConfig.isComment(HexFormat.of().parseHex("4f7075735461677300000000")))
                .isTrue();
        assertThat(OpusConfig.isComment(HexFormat.of().parseHex(SURROUND))).isFalse();
        assertThat(OpusConfig.isComment(new byte[3])).isFalse();
    }

    private static OpusConfig parse(String hex) {
        return OpusConfig.parse(HexFormat.of().parseHex(hex));
    }
}
