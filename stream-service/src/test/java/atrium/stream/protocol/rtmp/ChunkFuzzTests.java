package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.time.Duration;

class ChunkFuzzTests {

    @FuzzTest
    void anyBytes_thenMessagesOrMalformed(byte[] data) {
        ChunkDecoder decoder = new ChunkDecoder(new RtmpLimits(65_536, 4096, 8, Duration.ZERO));
        decoder.allowMedia();
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(data));
        } catch (DecoderException e) {
            if (!(e.getCause() instanceof MalformedInputException)) {
                throw e;
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
