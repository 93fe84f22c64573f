package atrium.stream.egress.flv;

import atrium.stream.container.flv.FlvWriter;
import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** FLV: the file header, metadata and decoder configurations, then a tag a frame. */
public enum FlvPackaging implements Packaging {
    FLV;

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Writer(allocator);
    }

    private record Writer(ByteBufAllocator allocator) implements PackageWriter {

        @Override
        public ByteBuf head(Tracks tracks, long dts) {
            ByteBuf out = allocator.buffer();
            FlvWriter.header(out, tracks);
            FlvWriter.metadata(out, tracks);
            return configurations(out, tracks, dts);
        }

        @Override
        public ByteBuf change(Tracks tracks, long dts) {
            return configurations(allocator.buffer(), tracks, dts);
        }

        @Override
        public ByteBuf frame(MediaFrame frame) {
            int size = FlvWriter.size(frame);
            if (size == 0) {
                return Unpooled.EMPTY_BUFFER;
            }
            ByteBuf out = allocator.directBuffer(size);
            FlvWriter.frame(out, frame);
            return out;
        }

        private static ByteBuf configurations(ByteBuf out, Tracks tracks, long dts) {
            tracks.stream().forEach(track -> FlvWriter.frame(out, MediaFrame.configuration(track, dts)));
            return out;
        }
    }
}
