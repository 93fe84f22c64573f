package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stream for every viewer of one {@link Packaging}. Returned buffers belong to the caller and hold the bare
 * container: a {@link Framing} is put around them later.
 */
public interface PackageWriter {

    /**
     * What a viewer gets before its first frame: file header, decoder configurations. Called once a viewer.
     *
     * @param dts of the frame that will follow
     */
    ByteBuf head(Tracks tracks, long dts);

    /**
     * New headers in the middle: the stream has {@code tracks} from here on, since its source came back or changed.
     *
     * @param dts of the frame that will follow
     */
    ByteBuf change(Tracks tracks, long dts);

    /**
     * One coded frame, whole; empty where the container cannot carry its track. Called once a frame, in order, though
     * not for frames that nobody wants in this packaging. The frame stays the caller's.
     */
    ByteBuf frame(MediaFrame frame);

    /**
     * The MIME type, with codecs, of what follows the newest head or change, for a player that has to be told
     * beside the bytes.
     */
    default @Nullable String contentType() {
        return null;
    }
}
