package atrium.stream.egress.mpegts;

import atrium.stream.container.mpegts.TsWriter;
import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** MPEG-TS: each frame in transport packets of its own, whose counters all viewers see the same. */
public enum MpegtsPackaging implements Packaging {
    MPEG_TS;

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Writer(allocator);
    }

    private static final class Writer implements PackageWriter {

        private final ByteBufAllocator allocator;
        private final TsWriter stream = new TsWriter();

        private Writer(ByteBufAllocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public ByteBuf head(Tracks tracks, long dts) {
            ByteBuf out = allocator.directBuffer(TsWriter.TABLES);
            stream.tables(out, tracks);
            return written(out);
        }

        @Override
        public ByteBuf change(Tracks tracks, long dts) {
            ByteBuf out = allocator.directBuffer(TsWriter.TABLES);
            stream.change(out, tracks, dts);
            return written(out);
        }

        @Override
        public ByteBuf frame(MediaFrame frame) {
            ByteBuf out = allocator.directBuffer(TsWriter.capacity(frame));
            stream.frame(out, frame);
            return written(out);
        }

        private static ByteBuf written(ByteBuf out) {
            if (out.isReadable()) {
                return out;
            }
            out.release();
            return Unpooled.EMPTY_BUFFER;
        }
    }
}
