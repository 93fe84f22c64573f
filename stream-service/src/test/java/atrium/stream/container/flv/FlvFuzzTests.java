package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

class FlvFuzzTests {

    @FuzzTest
    void anyBytes_thenFramesOrMalformed(byte[] data) {
        try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 65_536, MediaFrame::release)) {
            demuxer.feed(Unpooled.wrappedBuffer(data));
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
