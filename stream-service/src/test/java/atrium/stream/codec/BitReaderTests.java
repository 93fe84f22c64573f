package atrium.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Table 9-2 and table 9-3 of H.264. */
class BitReaderTests {

    @Test
    void expGolombCodes_thenNumbersInTheirOrder() {
        // 1 010 011 00100 00101 00110 00111
        BitReader in = new BitReader(new byte[] {(byte) 0b10100110, 0b01000010, (byte) 0b10011000, (byte) 0b11100000});
        for (int expected = 0; expected <= 6; expected++) {
            assertThat(in.unsigned()).isEqualTo(expected);
        }
    }

    @Test
    void signedCodes_thenAlternateAroundZero() {
        BitReader in = new BitReader(new byte[] {(byte) 0b10100110, 0b01000010, (byte) 0b10000000});
        assertThat(new int[] {in.signed(), in.signed(), in.signed(), in.signed(), in.signed()})
                .containsExactly(0, 1, -1, 2, -2);
    }

    @Test
    void endlessZeros_thenMalformed() {
        assertThatThrownBy(() -> new BitReader(new byte[16]).unsigned()).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void readPastTheEnd_thenMalformed() {
        BitReader in = new BitReader(new byte[] {1});
        in.bits(8);
        assertThatThrownBy(in::bit).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void skipPastTheEnd_thenMalformed() {
        BitReader in = new BitReader(new byte[2]);
        in.skip(15);
        assertThatThrownBy(() -> in.skip(2)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void nalUnit_thenContentWithoutHeaderAndEmulationPrevention() {
        byte[] nal = {0x42, 1, 0, 0, 3, 1, 0, 0, 3, 0, 0, 3, 3};
        BitReader in = BitReader.ofNalUnit(nal, 2);

        for (int expected : new int[] {0, 0, 1, 0, 0, 0, 0, 3}) {
            assertThat(in.bits(8)).isEqualTo(expected);
        }
        assertThatThrownBy(in::bit).isInstanceOf(MalformedInputException.class);
    }
}
