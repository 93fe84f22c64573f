package atrium.stream.codec.av1;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a publisher sends as decoder configuration is read or refused. */
class Av1ConfigFuzzTests {

    @FuzzTest
    void anyBytes_thenReadOrMalformed(byte[] data) {
        try {
            Av1Config.parse(data);
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
