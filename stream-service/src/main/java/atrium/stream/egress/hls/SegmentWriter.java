package atrium.stream.egress.hls;

import atrium.stream.container.fmp4.FragmentWriter;
import atrium.stream.container.fmp4.InitSegment;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** Makes parts of frames, and segments of parts, and puts them on the shelf. Used by one thread at a time. */
final class SegmentWriter {

    private static final int USUAL_INITIALIZATION = 1024;

    private final Shelf shelf;
    private final ProgramClock clock;
    private final ByteBufAllocator allocator;
    private final FragmentWriter fragments = new FragmentWriter();
    private final long firstMsn;
    private long msn;
    private long segmentStart;
    private long partStart;

    /** @param firstMsn the first segment's Media Sequence Number */
    SegmentWriter(Shelf shelf, ProgramClock clock, ByteBufAllocator allocator, long firstMsn) {
        this.shelf = shelf;
        this.clock = clock;
        this.allocator = allocator;
        this.firstMsn = firstMsn;
        this.msn = firstMsn;
    }

    /** How long the segment is that is being made, up to {@code dts}. */
    long segmentUpTo(long dts) {
        return dts - segmentStart;
    }

    /** How long the part is that comes next, up to {@code dts}. */
    long partUpTo(long dts) {
        return dts - partStart;
    }

    /** Begins the first segment, or one that does not go on where the one before ended. */
    void begin(long dts, boolean independent, Tracks tracks) {
        ByteBuf out = allocator.directBuffer(USUAL_INITIALIZATION);
        InitSegment.write(out, tracks);
        begin(dts, independent, new Initialization(msn, tracks, new SharedBytes(out)), msn != firstMsn);
    }

    /** Adds a part that lasts until {@code end}. Takes ownership of its frames. */
    void part(List<MediaFrame> frames, long end) {
        ByteBuf out = allocator.directBuffer(
                frames.stream().mapToInt(FragmentWriter::size).sum());
        fragments.write(out, frames, end);
        boolean independent = frames.stream().anyMatch(MediaFrame::isKeyPicture)
                || frames.stream().noneMatch(MediaFrame::isVideo);
        frames.forEach(MediaFrame::release);
        shelf.add(new Part(partUpTo(end), independent, new SharedBytes(out)));
        partStart = end;
    }

    /** The segment is whole, and another one goes on from {@code dts}. */
    void next(long dts, boolean independent, Pace pace) {
        begin(dts, independent, finish(pace), false);
    }

    /** The segment is whole, and what comes does not go on from there; {@link #begin} follows. */
    Initialization finish(Pace pace) {
        msn++;
        return shelf.finish(pace).initialization();
    }

    private void begin(long dts, boolean independent, Initialization initialization, boolean discontinuity) {
        shelf.begin(new Segment(msn, initialization, discontinuity, independent, clock.at(dts), List.of()));
        segmentStart = dts;
        partStart = dts;
    }
}
