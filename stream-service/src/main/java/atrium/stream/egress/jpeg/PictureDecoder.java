package atrium.stream.egress.jpeg;

import atrium.stream.media.MediaFrame;
import java.io.IOException;

/** Makes JPEGs of coded pictures. Safe for any number of threads. */
public interface PictureDecoder {

    /**
     * The picture as a JPEG with square pixels. Blocks, not for long, perhaps in the kernel: call it on a platform
     * thread.
     *
     * @param key a key picture, which stays the caller's
     * @param maxWidth a wider picture is made smaller, in its proportions
     * @throws IOException if the picture cannot be decoded, with the reason for people
     */
    byte[] jpeg(MediaFrame key, int maxWidth) throws IOException;
}
