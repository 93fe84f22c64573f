package atrium.stream.egress.fmp4;

import atrium.stream.live.PackageWriter;
import atrium.stream.live.Packaging;
import io.netty.buffer.ByteBufAllocator;

/** Fragmented MP4, a fragment a frame: nobody waits for the frame after it. */
public enum Fmp4Packaging implements Packaging {
    INSTANCE;

    @Override
    public PackageWriter open(ByteBufAllocator allocator) {
        return new Fmp4Writer(allocator);
    }
}
