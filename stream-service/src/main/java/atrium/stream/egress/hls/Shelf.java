package atrium.stream.egress.hls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a stream that are kept, and their bytes. Used by one thread at a time.
 *
 * <p>A segment leaves the playlist when newer ones are as many as configured and last three target durations, and is
 * forgotten when a client that has just read the last playlist with it can have fetched it (section 6.2.2). Both are
 * hastened where the bytes are too many, the promise notwithstanding: memory is bounded.
 */
final class Shelf {

    /** Nobody can use parts, or segments, from before this many target durations. */
    private static final int STILL_DOWNLOADABLE = 6;
    /** A playlist may not become shorter by a removal (section 6.2.2). */
    private static final int SHORTEST_PLAYLIST = 3;
    /** Beyond the playlist: the one that has just left it, and one for who is late. */
    private static final int SEGMENTS_AFTER = 2;

    private final int segments;
    private final long maxSize;
    private final Deque<Segment> gone = new ArrayDeque<>();
    private final Deque<Segment> listed = new ArrayDeque<>();
    private @Nullable Segment open;
    private long discontinuities;
    private boolean independent = true;
    private long size;

    Shelf(HlsProperties properties) {
        this.segments = properties.segments();
        this.maxSize = properties.maxSize().toBytes();
    }

    /** Whether no segment is whole yet. */
    boolean isEmpty() {
        return listed.isEmpty();
    }

    /** Of the segment that is being made. */
    long openSize() {
        return open == null ? 0 : open.size();
    }

    /** Begins a segment. */
    void begin(Segment next) {
        open = next;
        independent &= next.independent();
        if (isNew(next.initialization())) {
            size += next.initialization().bytes().size();
        }
    }

    /** Adds to the segment that is being made. Takes ownership. */
    void add(Part part) {
        open = opened().with(part);
        size += part.bytes().size();
    }

    /** The segment that is being made is whole, which is returned. {@link #begin} must follow. */
    Segment finish(Pace pace) {
        Segment whole = opened();
        listed.add(whole);
        open = null;
        trim(pace);
        return whole;
    }

    Window window(Pace pace) {
        return new Window(pace, List.copyOf(gone), List.copyOf(listed), opened(), discontinuities, independent);
    }

    /** Releases everything. */
    void clear() {
        List<Segment> all = new ArrayList<>(gone);
        all.addAll(listed);
        if (open != null) {
            all.add(open);
        }
        all.stream()
                .map(Segment::initialization)
                .distinct()
                .forEach(old -> old.bytes().release());
        all.forEach(Segment::release);
        gone.clear();
        listed.clear();
        open = null;
        size = 0;
    }

    private Segment opened() {
        if (open == null) {
            throw new IllegalStateException("no segment is being made");
        }
        return open;
    }

    private void trim(Pace pace) {
        while (listed.size() > segments
                && duration(listed) - listed.getFirst().duration() >= pace.targets(SHORTEST_PLAYLIST)) {
            unlist();
        }
        while (gone.size() > SEGMENTS_AFTER && duration(gone) + duration(listed) > pace.targets(STILL_DOWNLOADABLE)) {
            forget();
        }
        while (size > maxSize && gone.size() + listed.size() > 1) {
            if (gone.isEmpty()) {
                unlist();
            }
            forget();
        }
    }

    private void unlist() {
        Segment oldest = listed.removeFirst();
        discontinuities += oldest.discontinuity() ? 1 : 0;
        gone.add(oldest);
    }

    private void forget() {
        Segment oldest = gone.removeFirst();
        size -= oldest.size();
        oldest.release();
        if (isNew(oldest.initialization())) {
            size -= oldest.initialization().bytes().size();
            oldest.initialization().bytes().release();
        }
    }

    /** Whether no whole segment needs it. */
    private boolean isNew(Initialization initialization) {
        return Stream.concat(gone.stream(), listed.stream()).noneMatch(kept -> kept.initialization() == initialization);
    }

    private static long duration(Deque<Segment> segments) {
        return segments.stream().mapToLong(Segment::duration).sum();
    }
}
