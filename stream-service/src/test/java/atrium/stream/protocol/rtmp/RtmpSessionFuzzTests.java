package atrium.stream.protocol.rtmp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;

class RtmpSessionFuzzTests {

    private static final RtmpActivity NOTHING = new RtmpActivity() {
        @Override
        public void media(RtmpMessage message) {}

        @Override
        public void stop() {}

        @Override
        public void lost(String reason) {}
    };

    /** The session keeps every exception from a peer's bytes to itself. */
    @FuzzTest
    void anyBytesAfterTheHandshake_thenAnsweredOrClosed(byte[] data) {
        RtmpService service = (peer, address) -> NOTHING;
        EmbeddedChannel channel = new EmbeddedChannel(
                new AcknowledgementHandler(),
                new ChunkDecoder(new RtmpLimits(65_536, 4096, 8, Duration.ofSeconds(1))),
                new RtmpSession(service, service, Duration.ofSeconds(1), () -> {}));
        channel.writeInbound(Unpooled.wrappedBuffer(data));
        channel.finishAndReleaseAll();
    }
}
