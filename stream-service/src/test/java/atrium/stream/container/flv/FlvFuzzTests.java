package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFrame;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
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

    /** Bodies one after another, as RTMP brings them: each after its type and its length. */
    @FuzzTest
    void anyBodies_thenFramesOrMalformed(byte[] data) {
        FlvFrames frames = new FlvFrames();
        ByteBuf in = Unpooled.wrappedBuffer(data);
        try {
            while (in.readableBytes() >= 2) {
                int type = (in.readByte() & 1) == 0 ? FlvTagType.AUDIO : FlvTagType.VIDEO;
                int length = Math.min(in.readUnsignedByte(), in.readableBytes());
                frames.read(type, 0, in.readSlice(length)).ifPresent(MediaFrame::release);
            }
        } catch (MalformedInputException expected) {
            return;
        }
    }
}
