package atrium.stream.egress.fmp4;

import atrium.stream.container.fmp4.FragmentWriter;
import atrium.stream.container.fmp4.InitSegment;
import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Fragmented MP4: the initialization segment, then a fragment a frame, so that no frame waits for the next one. Tracks
 * that MP4 does not carry are left out.
 */
public enum Fmp4Packaging implements Packaging {
    FMP4;

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Writer(allocator);
    }

    private static final class Writer implements PackageWriter {

        private static final int INIT_SEGMENT = 1536;

        private final ByteBufAllocator allocator;
        private final FragmentWriter fragments = new FragmentWriter();
        private @Nullable String contentType;

        private Writer(ByteBufAllocator allocator) {
            this.allocator = allocator;
        }

        @Override
        public ByteBuf head(Tracks tracks, long dts) {
            contentType = InitSegment.mimeType(tracks);
            ByteBuf out = allocator.directBuffer(INIT_SEGMENT);
            InitSegment.write(out, tracks);
            return out;
        }

        @Override
        public ByteBuf change(Tracks tracks, long dts) {
            return head(tracks, dts);
        }

        @Override
        public ByteBuf frame(MediaFrame frame) {
            if (!InitSegment.carries(frame.track())) {
                return Unpooled.EMPTY_BUFFER;
            }
            ByteBuf out = allocator.directBuffer(FragmentWriter.size(frame));
            fragments.write(out, frame);
            return out;
        }

        @Override
        public @Nullable String contentType() {
            return contentType;
        }
    }
}
