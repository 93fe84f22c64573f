package atrium.stream.egress.hls;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Media Segment, whole or so far. It is no more than its parts, one after the other.
 *
 * @param msn its Media Sequence Number
 * @param discontinuity whether it does not go on where the one before ended (section 4.4.4.3)
 * @param independent whether decoding can begin at its start
 * @param begin the wall clock's time of its start
 */
record Segment(
        long msn,
        Initialization initialization,
        boolean discontinuity,
        boolean independent,
        Instant begin,
        List<Part> parts) {

    Segment with(Part part) {
        List<Part> more = Stream.concat(parts.stream(), Stream.of(part)).toList();
        return new Segment(msn, initialization, discontinuity, independent, begin, more);
    }

    /** In ticks. */
    long duration() {
        return parts.stream().mapToLong(Part::duration).sum();
    }

    long size() {
        return parts.stream().mapToLong(part -> part.bytes().size()).sum();
    }

    void release() {
        parts.forEach(part -> part.bytes().release());
    }
}
