package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;

/** Writes one stream for every viewer of one {@link Packaging}. Returned buffers belong to the caller. */
public interface PackageWriter {

    /**
     * What a viewer gets before its first frame: file header, decoder configurations.
     *
     * @param dts of the frame that will follow
     */
    ByteBuf head(Tracks tracks, long dts);

    /** One frame, whole, as it goes on the wire. Called once a frame, in order. The frame stays the caller's. */
    ByteBuf frame(MediaFrame frame);
}
