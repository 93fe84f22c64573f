package atrium.chat.backplane.redis;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assertions;

/** Whoever can publish in Redis can send us anything. */
class FeedCodecFuzzTests {

    @FuzzTest
    void any_bytes_are_an_item_or_nothing(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Assertions.assertNotNull(FeedCodec.decode(text));
        Assertions.assertNotNull(PayloadCodec.draft(text));
    }
}
