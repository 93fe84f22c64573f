package atrium.stream.transcode;

import atrium.stream.container.flv.FlvWriter;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;

/** Writes frames as FLV to what a child reads. Used by one thread, which blocks as the pipe does. */
final class FlvInput implements AutoCloseable {

    private final OutputStream out;
    private final ByteBuf tag = ByteBufAllocator.DEFAULT.heapBuffer();

    /** Takes ownership of {@code out}. */
    FlvInput(OutputStream out) {
        this.out = out;
    }

    /** What of {@code tracks} can be written. */
    static Tracks carried(Tracks tracks) {
        Track.Video video = tracks.video();
        Track.Audio audio = tracks.audio();
        return new Tracks(
                video != null && FlvWriter.carries(video) ? video : null,
                audio != null && FlvWriter.carries(audio) ? audio : null);
    }

    /** The head of the file. */
    void begin(Tracks tracks, long dts) throws IOException {
        FlvWriter.header(tag, tracks);
        FlvWriter.metadata(tag, tracks);
        tracks.stream().forEach(track -> FlvWriter.frame(tag, MediaFrame.configuration(track, dts)));
        drain();
    }

    /** The next frame, which stays the caller's. */
    void write(MediaFrame frame) throws IOException {
        FlvWriter.frame(tag, frame);
        drain();
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The child finds the end of its input. */
    @Override
    public void close() throws IOException {
        tag.release();
        out.close();
    }

    private void drain() throws IOException {
        tag.readBytes(out, tag.readableBytes());
        tag.clear();
    }
}
