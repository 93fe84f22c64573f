package atrium.stream.codec.amf0;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

class AmfFuzzTests {

    @FuzzTest
    void anyBytes_thenReadOrMalformed(byte[] data) {
        try {
            AmfReader.readAll(Unpooled.wrappedBuffer(data));
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
