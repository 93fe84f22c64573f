package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;

class ChunkFuzzTests {

    @FuzzTest
    void anyBytes_thenMessagesOrMalformed(byte[] data) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChunkDecoder(new RtmpLimits(65_536, 4096, 8)));
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
