package atrium.stream.codec.opus;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a publisher sends as decoder configuration is read or refused. */
class OpusConfigFuzzTests {

    @FuzzTest
    void anyBytes_thenReadOrMalformed(byte[] data) {
        try {
            OpusConfig.parse(data);
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
