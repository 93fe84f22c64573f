package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

class InflationFuzzTests {

    private static final int LARGEST = 4096;

    private final Inflation inflation = new Inflation();

    @FuzzTest
    void any_bytes_become_a_message_within_the_limit_or_a_refusal(byte[] bytes) {
        Inbound inbound = inflation.expand(Unpooled.wrappedBuffer(bytes), LARGEST);

        if (inbound instanceof Inbound.Message message) {
            assertThat(message.utf8().length).isLessThanOrEqualTo(LARGEST);
        } else {
            assertThat(inbound).isInstanceOf(Inbound.Refused.class);
        }
    }
}
