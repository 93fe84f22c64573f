package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Writes fragments, each of one {@code moof} and one {@code mdat} (ISO/IEC 14496-12, sections 8.8.4 and 8.1.1). One a
 * stream, or one for each part of it that is written apart; used by one thread.
 *
 * <p>Decode times are the frames' own, not rebased. Those of sound are smoothed to follow each other without gap.
 */
public final class FragmentWriter {

    /** For {@link #write(ByteBuf, List, long)}, where the next picture has not come. */
    public static final long UNKNOWN_END = Long.MIN_VALUE;

    private static final int BOX_HEADER = 8;
    private static final int MOVIE_FRAGMENT_HEADER = 16;
    private static final int OF_ONE_PICTURE =
            BOX_HEADER + MOVIE_FRAGMENT_HEADER + TrackRun.FIXED + VideoRun.ENTRY + BOX_HEADER;

    private final VideoRun video = new VideoRun();
    private final AudioRun audio = new AudioRun();
    private int sequence;

    /** The most bytes of a fragment of one frame. */
    public static int size(MediaFrame frame) {
        return OF_ONE_PICTURE + frame.payload().readableBytes();
    }

    /** Writes a fragment of one frame. */
    public void write(ByteBuf out, MediaFrame frame) {
        write(out, List.of(frame), UNKNOWN_END);
    }

    /**
     * Writes one fragment of all {@code frames} that are carried, and nothing if none is. Configurations are passed over;
     * between frames of differing ones a new fragment must begin, and a new {@link InitSegment} before it.
     *
     * @param frames in decode order; they stay the caller's, and their payloads' indices as they are
     * @param endDts the time of the first picture after these, up to which the last picture lasts, or
     *     {@link #UNKNOWN_END}; sound tells itself how long it is
     */
    public void write(ByteBuf out, List<MediaFrame> frames, long endDts) {
        video.select(frames);
        audio.select(frames);
        if (video.isEmpty() && audio.isEmpty()) {
            return;
        }
        int start = out.writerIndex();
        int header = BOX_HEADER + MOVIE_FRAGMENT_HEADER + video.headerSize() + audio.headerSize();
        out.ensureWritable(header + BOX_HEADER + video.bytes() + audio.bytes());
        int moof = Box.begin(out, "moof");
        int mfhd = Box.begin(out, "mfhd", 0, 0);
        out.writeInt(++sequence);
        Box.end(out, mfhd);
        video.header(out, frames, endDts);
        if (video.hasJumped()) {
            audio.allowJump();
        }
        audio.header(out, frames, endDts);
        Box.end(out, moof);
        int mdat = Box.begin(out, "mdat");
        video.data(out, frames, out.writerIndex() - start);
        audio.data(out, frames, out.writerIndex() - start);
        Box.end(out, mdat);
    }
}
