package atrium.stream.codec.nal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NalUnitsTests {

    @ParameterizedTest
    @CsvSource({
        "000001 65aa, 65aa",
        "00000001 09f0 000001 65aa, 09f0 65aa",
        "0000000000000001 09f0 00000000 000001 65aa 0000, 09f0 65aa", // zeros before codes, and at the end
        "ff00ff 000001 65aa, 65aa", // what stands before the first code is no unit
        "000001 000001 65, 65", // an empty unit
        "000001 65 000001, 65", // nothing after the last code
        "000001 65000002 01 000003 01, 650000020100000301", // no start codes
        "000001 01010001, 01010001",
        "000001 00 000001 65, 65",
        "00000165, 65"
    })
    void annexB_thenItsUnits(String hex, String units) {
        assertThat(all(NalUnits::annexB, hex)).containsExactly(units.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"''", "00", "0000", "000001", "00000100", "65aabb", "0100000000"})
    void noStartCode_thenNoUnits(String hex) {
        assertThat(all(NalUnits::annexB, hex)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4, 00000002 65aa 00000001 41, 65aa 41",
        "4, 00000000 00000002 65aa, 65aa", // an empty unit
        "2, 0002 65aa 0001 41, 65aa 41",
        "1, 02 65aa 01 41, 65aa 41",
        "3, 000002 65aa, 65aa",
        "4, 00000002 65aa 00000003 41, 65aa", // cut short
        "4, 00000002 65aa ffffffff 41, 65aa", // longer than an int
        "4, 00000002 65aa 0000, 65aa"
    })
    void prefixed_thenItsUnits(int lengthSize, String hex, String units) {
        assertThat(all(in -> NalUnits.lengthPrefixed(in, lengthSize), hex)).containsExactly(units.split(" "));
    }

    @Test
    void bufferThatIsPartOfAnother_thenOnlyItsOwnBytesAreRead() {
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex("00000165aa0000014100000142"));
        in.readerIndex(5).writerIndex(9);
        assertThat(all(NalUnits.annexB(in), in)).containsExactly("41");
    }

    private interface Form {
        NalUnits of(ByteBuf in);
    }

    private static List<String> all(Form form, String hex) {
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
        return all(form.of(in), in);
    }

    private static List<String> all(NalUnits units, ByteBuf in) {
        List<String> all = new ArrayList<>();
        while (units.next()) {
            all.add(ByteBufUtil.hexDump(in, units.start(), units.length()));
        }
        return all;
    }
}
