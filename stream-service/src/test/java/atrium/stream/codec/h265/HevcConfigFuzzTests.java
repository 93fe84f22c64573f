package atrium.stream.codec.h265;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a publisher sends as decoder configuration is read or refused. */
class HevcConfigFuzzTests {

    @FuzzTest
    void anyBytes_thenReadOrMalformed(byte[] data) {
        try {
            HevcConfig.parse(data);
        } catch (MalformedInputException expected) {
            return;
        }
    }

    @FuzzTest
    void anyParameterSet_thenReadOrMalformed(byte[] data) {
        try {
            Sps.parse(data);
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
