package atrium.stream.ingest.flv;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.live.Publication;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Reads FLV from a blocking stream, such as a child process's output, into a publication. Runs on a virtual thread.
 *
 * <p>At most {@link #MAX_UNDERWAY} frames wait for the stream's loop; beyond that nothing is read, and the pipe slows
 * the writer.
 */
public final class FlvIngest {

    private static final int MAX_UNDERWAY = 128;
    private static final int PIECE = 64 * 1024;
    private static final int MAX_TAG = 8 * 1024 * 1024;

    private final Publication publication;
    private final Semaphore room = new Semaphore(MAX_UNDERWAY);

    public FlvIngest(Publication publication) {
        this.publication = publication;
    }

    /**
     * Publishes everything that comes, to its end. Does not end the publication, because who started the writer knows
     * better why it ended.
     *
     * @throws atrium.stream.codec.MalformedInputException if it is not FLV, or has a codec that is not supported
     */
    public void readFully(InputStream in) throws IOException {
        byte[] piece = new byte[PIECE];
        ByteBuf view = Unpooled.wrappedBuffer(piece);
        try (FlvDemuxer demuxer = new FlvDemuxer(ByteBufAllocator.DEFAULT, MAX_TAG, this::publish)) {
            int length = in.read(piece);
            while (length >= 0) {
                demuxer.feed(view.setIndex(0, length));
                length = in.read(piece);
            }
        }
    }

    private void publish(MediaFrame frame) {
        room.acquireUninterruptibly();
        publication.publish(frame, room::release);
    }
}
