package atrium.stream.ingest.flv;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.ingest.PipedFrames;
import atrium.stream.live.Publication;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;

/** Reads FLV from a blocking stream, such as a child process's output, into a publication. */
public final class FlvIngest {

    private static final int MAX_TAG = 8 * 1024 * 1024;

    private final PipedFrames frames;

    public FlvIngest(Publication publication) {
        this.frames = new PipedFrames(publication);
    }

    /**
     * Publishes everything that comes, to its end. Does not end the publication, because who started the writer knows
     * better why it ended.
     *
     * @throws atrium.stream.codec.MalformedInputException if it is not FLV, or has a codec that is not supported
     */
    public void readFully(InputStream in) throws IOException {
        try (FlvDemuxer demuxer = new FlvDemuxer(ByteBufAllocator.DEFAULT, MAX_TAG, frames::publish)) {
            PipedFrames.readFully(in, demuxer::feed);
        }
    }
}
