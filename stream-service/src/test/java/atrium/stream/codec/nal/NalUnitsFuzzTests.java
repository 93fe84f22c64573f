package atrium.stream.codec.nal;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

class NalUnitsFuzzTests {

    @FuzzTest
    void anyBytes_thenUnitsWithoutStartCodesInOrder(byte[] data) {
        ByteBuf in = Unpooled.wrappedBuffer(data);
        NalUnits units = NalUnits.annexB(in);
        int end = 0;
        while (units.next()) {
            assertThat(units.start()).isGreaterThanOrEqualTo(end + 3);
            end = units.start() + units.length();
            assertThat(in.getUnsignedMedium(units.start() - 3)).isEqualTo(1);
            assertThat(in.getByte(end - 1)).isNotZero();
            for (int i = units.start(); i + 2 < end; i++) {
                assertThat(in.getUnsignedMedium(i)).isNotEqualTo(1);
            }
        }
        assertThat(end).isLessThanOrEqualTo(data.length);
    }

    @FuzzTest
    void anyBytes_thenPrefixedUnitsInOrder(byte[] data) {
        for (int lengthSize = 1; lengthSize <= 4; lengthSize++) {
            NalUnits units = NalUnits.lengthPrefixed(Unpooled.wrappedBuffer(data), lengthSize);
            int end = 0;
            while (units.next()) {
                assertThat(units.start()).isGreaterThanOrEqualTo(end + lengthSize);
                assertThat(units.length()).isPositive();
                end = units.start() + units.length();
            }
            assertThat(end).isLessThanOrEqualTo(data.length);
        }
    }

    @FuzzTest
    void anyParameterSets_thenConfigurationOrMalformed(byte[] data) {
        for (NalSyntax syntax : NalSyntax.values()) {
            ParameterSets sets = new ParameterSets(syntax);
            syntax.parameterSets().forEach(type -> sets.add(type, data));
            sets.end();
            try {
                assertThat(sets.takeChange()).isTrue();
                Object config = syntax == NalSyntax.H264 ? sets.avcConfig() : sets.hevcConfig();
                assertThat(config).isNotNull();
            } catch (MalformedInputException expected) {
                continue;
            }
        }
    }
}
