package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * The part that one track has in each fragment: {@code traf} with its {@code tfhd}, {@code tfdt} and {@code trun}
 * (ISO/IEC 14496-12, sections 8.8.6 to 8.8.12). A sample's duration reaches to the next one's time.
 */
abstract sealed class TrackRun permits VideoRun, AudioRun {

    /** {@code sample_depends_on} 2, on none (section 8.8.3.1). */
    static final int SYNC = 0x02000000;
    /** {@code sample_depends_on} 1, and {@code sample_is_non_sync_sample}. */
    static final int NON_SYNC = 0x01010000;

    static final int DATA_OFFSET = 0x1;
    static final int DURATION_AND_SIZE = 0x300;

    /** Headers of the four boxes, and all that is not told sample by sample. */
    static final int FIXED = 8 + 16 + 20 + 20;

    private static final int DEFAULT_BASE_IS_MOOF = 0x020000;

    private final Track.Medium medium;
    private final int id;
    private final int flags;
    private final int entry;
    private int samples;
    private int bytes;
    private int offsetField;

    /**
     * @param flags of the {@code trun}: what is told of each sample
     * @param entry bytes for each sample
     */
    TrackRun(Track.Medium medium, int id, int flags, int entry) {
        this.medium = medium;
        this.id = id;
        this.flags = flags;
        this.entry = entry;
    }

    /** When to decode {@code frame}, in the track's ticks; called once for each, in order. */
    abstract long time(MediaFrame frame);

    /** When the frame that {@link #time} was last asked about ends. */
    abstract long end(MediaFrame last, long endDts);

    /** What the {@code trun} tells of a sample after its duration and size. */
    abstract void describe(ByteBuf out, MediaFrame frame);

    /** Counts those of {@code frames} that are this track's. */
    final void select(List<MediaFrame> frames) {
        samples = 0;
        bytes = 0;
        for (int i = 0; i < frames.size(); i++) {
            if (takes(frames.get(i))) {
                samples++;
                bytes += frames.get(i).payload().readableBytes();
            }
        }
    }

    final boolean isEmpty() {
        return samples == 0;
    }

    final int bytes() {
        return bytes;
    }

    /** Of the {@code traf}. */
    final int headerSize() {
        return isEmpty() ? 0 : FIXED + samples * entry;
    }

    final void header(ByteBuf out, List<MediaFrame> frames, long endDts) {
        if (isEmpty()) {
            return;
        }
        int traf = Box.begin(out, "traf");
        int tfhd = Box.begin(out, "tfhd", 0, DEFAULT_BASE_IS_MOOF);
        out.writeInt(id);
        Box.end(out, tfhd);
        int tfdt = Box.begin(out, "tfdt", 1, 0);
        int timeField = out.writerIndex();
        out.writeLong(0);
        Box.end(out, tfdt);
        int trun = Box.begin(out, "trun", 1, flags);
        out.writeInt(samples);
        offsetField = out.writerIndex();
        out.writeInt(0);
        out.setLong(timeField, samples(out, frames, endDts));
        Box.end(out, trun);
        Box.end(out, traf);
    }

    /** Writes the samples of {@code trun}; returns the first one's time. */
    private long samples(ByteBuf out, List<MediaFrame> frames, long endDts) {
        MediaFrame pending = null;
        long first = 0;
        long begin = 0;
        for (int i = 0; i < frames.size(); i++) {
            MediaFrame frame = frames.get(i);
            if (!takes(frame)) {
                continue;
            }
            long time = time(frame);
            if (pending == null) {
                first = time;
            } else {
                sample(out, pending, time - begin);
            }
            pending = frame;
            begin = time;
        }
        if (pending != null) {
            sample(out, pending, end(pending, endDts) - begin);
        }
        return first;
    }

    private void sample(ByteBuf out, MediaFrame frame, long duration) {
        out.writeInt((int) Math.clamp(duration, 0, Integer.MAX_VALUE));
        out.writeInt(frame.payload().readableBytes());
        describe(out, frame);
    }

    /** Writes the payloads, whose first byte is {@code offset} bytes after the begin of the {@code moof}. */
    final void data(ByteBuf out, List<MediaFrame> frames, int offset) {
        if (isEmpty()) {
            return;
        }
        out.setInt(offsetField, offset);
        for (int i = 0; i < frames.size(); i++) {
            MediaFrame frame = frames.get(i);
            if (takes(frame)) {
                ByteBuf payload = frame.payload();
                out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
            }
        }
    }

    private boolean takes(MediaFrame frame) {
        return !frame.isConfiguration() && frame.track().medium() == medium && InitSegment.carries(frame.track());
    }
}
