package atrium.stream.ingest;

import atrium.stream.live.Publication;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Frames from a blocking stream, such as a child process's output, to a publication; used by one thread.
 *
 * <p>At most {@link #MAX_UNDERWAY} frames wait for the stream's loop; beyond that nothing is read, and the pipe slows
 * the writer.
 */
public final class PipedFrames {

    private static final int MAX_UNDERWAY = 128;
    private static final int PIECE = 64 * 1024;

    private final Publication publication;
    private final Semaphore room = new Semaphore(MAX_UNDERWAY);

    public PipedFrames(Publication publication) {
        this.publication = publication;
    }

    /** Hands everything that comes, to its end, to {@code demuxer}, which must not keep the buffer. */
    public static void readFully(InputStream in, Consumer<ByteBuf> demuxer) throws IOException {
        byte[] piece = new byte[PIECE];
        ByteBuf view = Unpooled.wrappedBuffer(piece);
        int length = in.read(piece);
        while (length >= 0) {
            demuxer.accept(view.setIndex(0, length));
            length = in.read(piece);
        }
    }

    /** Publishes {@code frame}, which it takes ownership of, once there is room. */
    public void publish(MediaFrame frame) {
        room.acquireUninterruptibly();
        publication.publish(frame, room::release);
    }
}
