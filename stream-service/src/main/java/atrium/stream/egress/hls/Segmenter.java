package atrium.stream.egress.hls;

import atrium.stream.container.fmp4.InitSegment;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a stream is cut into parts and segments. Used by one thread at a time.
 *
 * <p>A segment ends at a key picture: at the last one by which it is not longer than it should be, or else at the first
 * one. Without pictures it ends when it is long enough. A group of pictures that is longer than the Target Duration
 * leaves, which was learnt from the first one, is cut without a key picture, because the Target Duration may neither be
 * exceeded nor change (section 6.2.1); the playlist then says no more that segments are independent.
 *
 * <p>A part is written when the first frame after it has come: then its duration is known, and what comes next, so that
 * a preload hint is always right.
 */
final class Segmenter {

    /** A segment of more than this share of the bytes that may be kept is cut, so that several fit. */
    private static final int SHARE = 4;

    /** How many frames it takes to learn that they come at another rate. */
    private static final int SMOOTHING = 8;

    private final HlsProperties properties;
    private final long maxSegment;
    private final Shelf shelf;
    private final ProgramClock clock;
    private final SegmentWriter writer;
    private final PendingPart pending = new PendingPart();
    private final Prelude prelude = new Prelude();
    private Tracks tracks = Tracks.NONE;
    private @Nullable Pace pace;
    private boolean waiting = true;
    private long newest;
    private long newestStart;
    private long interval;

    Segmenter(HlsProperties properties, InstantSource clock, ByteBufAllocator allocator) {
        this.properties = properties;
        this.maxSegment = properties.maxSize().toBytes() / SHARE;
        this.shelf = new Shelf(properties);
        this.clock = new ProgramClock(clock);
        this.writer =
                new SegmentWriter(shelf, this.clock, allocator, clock.instant().getEpochSecond());
    }

    /** The stream has these tracks from now on. Returns whether HLS carries any of them. */
    boolean begin(Tracks all) {
        tracks = InitSegment.carried(all);
        prelude.release();
        waiting = true;
        return !tracks.equals(Tracks.NONE);
    }

    /** Takes the next frame, which stays the caller's. Returns what there is now, if that has changed. */
    Optional<Window> frame(MediaFrame frame) {
        if (!isCarried(frame.track())) {
            return Optional.empty();
        }
        boolean changed = pace == null ? prepare(frame) : take(frame, pace);
        return changed && pace != null && !shelf.isEmpty() ? Optional.of(shelf.window(pace)) : Optional.empty();
    }

    /** Releases everything. */
    void clear() {
        prelude.release();
        pending.release();
        shelf.clear();
    }

    /** Before anything is promised. */
    private boolean prepare(MediaFrame frame) {
        boolean leads = leads(frame);
        if (prelude.isEmpty() && !starts(frame)) {
            return false;
        }
        clock.observe(frame.dts());
        if (leads && prelude.endsAt(frame, starts(frame), maxSegment)) {
            Pace learnt = prelude.pace(frame.dts(), properties);
            settle(learnt);
            return take(frame, learnt);
        }
        prelude.add(frame.retain(), leads);
        return false;
    }

    private void settle(Pace learnt) {
        pace = learnt;
        interval = learnt.interval();
        for (MediaFrame frame : prelude.take()) {
            take(frame, learnt);
            frame.release();
        }
    }

    /** Whether there is something new. */
    private boolean take(MediaFrame frame, Pace pace) {
        boolean leads = leads(frame);
        boolean changed = isCut(frame, leads, pace);
        if (!waiting) {
            pending.add(frame.retain(), leads);
        }
        return changed;
    }

    /** Cuts before {@code frame} what must be cut there. */
    private boolean isCut(MediaFrame frame, boolean leads, Pace pace) {
        if (waiting) {
            return starts(frame) && resume(frame, pace);
        }
        boolean gap = frame.dts() - newest > pace.targets(1);
        if (!leads) {
            return gap && cutSilence(frame, pace);
        }
        return gap ? resume(frame, pace) : cut(frame, pace);
    }

    /** Begins, or goes on after an interruption: the source was lost, or is another, or has jumped in time. */
    private boolean resume(MediaFrame frame, Pace pace) {
        boolean interrupted = !pending.isEmpty();
        if (interrupted) {
            writer.part(pending.take(), newest + interval);
            writer.finish(pace);
            clock.resume(frame.dts());
        }
        writer.begin(frame.dts(), starts(frame), tracks);
        waiting = false;
        newest = frame.dts();
        newestStart = newest;
        return interrupted;
    }

    /** Pictures have stopped and sound goes on, which may not become one endless part. */
    private boolean cutSilence(MediaFrame sound, Pace pace) {
        writer.part(pending.take(), sound.dts());
        writer.next(sound.dts(), false, pace);
        newest = sound.dts();
        return true;
    }

    private boolean cut(MediaFrame frame, Pace pace) {
        long dts = frame.dts();
        boolean divided = pending.isDivisible() && writer.partUpTo(dts) > pace.part();
        if (divided) {
            writer.part(pending.takeBeforeNewest(), newest);
        }
        interval += (dts - newest - interval) / SMOOTHING;
        boolean ended = endsSegment(frame, pace);
        boolean full = ended || writer.partUpTo(dts + interval) > pace.part();
        if (full) {
            writer.part(pending.take(), dts);
        }
        if (ended) {
            writer.next(dts, starts(frame), pace);
        }
        newest = dts;
        newestStart = starts(frame) ? dts : newestStart;
        return divided || full;
    }

    private boolean endsSegment(MediaFrame frame, Pace pace) {
        long elapsed = writer.segmentUpTo(frame.dts());
        if (elapsed + interval + interval / 4 > pace.limit() || shelf.openSize() + pending.size() > maxSegment) {
            return true;
        }
        if (!starts(frame)) {
            return false;
        }
        long next = tracks.video() == null ? interval : frame.dts() - newestStart;
        return shelf.isEmpty() ? elapsed >= Prelude.SHORTEST : elapsed + next > pace.patience();
    }

    /** Whether segments are cut at frames like this one. */
    private boolean leads(MediaFrame frame) {
        return frame.isVideo() || tracks.video() == null;
    }

    /** Whether decoding can begin at {@code frame}. */
    private boolean starts(MediaFrame frame) {
        return leads(frame) && frame.key();
    }

    private boolean isCarried(Track track) {
        return switch (track.medium()) {
            case VIDEO -> tracks.video() != null;
            case AUDIO -> tracks.audio() != null;
        };
    }
}
