package atrium.stream.codec.amf0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmfTests {

    @ParameterizedTest
    @CsvSource({
        "003ff0000000000000, Num[value=1.0]",
        "0101, Bool[value=true]",
        "0200046c697665, Text[value=live]",
        "03000361707002000178000009, 'Obj[members={app=Text[value=x]}]'",
        "05, NULL",
        "06, NULL",
        "080000000000016105000009, 'EcmaArray[members={a=NULL}]'",
        "0a000000020505, 'StrictArray[elements=[NULL, NULL]]'",
        "0b00000000000000000000, Date[value=0.0]",
        "0c0000000178, Text[value=x]"
    })
    void bytes_thenValue(String hex, String value) {
        assertThat(read(hex)).hasSize(1);
        assertThat(read(hex).getFirst()).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource({
        "003ff0000000000000",
        "0200046c697665",
        "03000361707002000178000009",
        "080000000000016105000009",
        "0a000000020505",
        "0c0000000178"
    })
    void cutAnywhere_thenMalformed(String hex) {
        for (int end = 2; end < hex.length(); end += 2) {
            String cut = hex.substring(0, end);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    @Test
    void unknownMarker_thenMalformed() {
        assertThatThrownBy(() -> read("11")).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void objectsInObjects_thenMalformedBeforeTheStackEnds() {
        assertThatThrownBy(() -> read("03000161".repeat(5000))).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void moreValuesThanAnyPublisherSends_thenMalformed() {
        assertThatThrownBy(() -> read("05".repeat(2000))).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void whatIsWritten_isRead() {
        Map<String, AmfValue> members = new LinkedHashMap<>();
        members.put("text", AmfValue.of("直播"));
        members.put("long", AmfValue.of("x".repeat(70_000)));
        members.put("number", AmfValue.of(-0.5));
        members.put("list", new AmfValue.StrictArray(List.of(AmfValue.of(true), AmfValue.Nothing.NULL)));
        List<AmfValue> values = List.of(
                new AmfValue.Obj(members), new AmfValue.EcmaArray(Map.of()), new AmfValue.Date(1.0), AmfValue.of(""));
        ByteBuf out = Unpooled.buffer();

        AmfWriter.write(out, values.toArray(AmfValue[]::new));

        assertThat(AmfReader.readAll(out)).isEqualTo(values);
    }

    private static List<AmfValue> read(String hex) {
        return AmfReader.readAll(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }
}
