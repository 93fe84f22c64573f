package atrium.stream.egress.hls;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of a stream at one moment. Immutable; the bytes behind it may go while it is looked at.
 *
 * @param gone whole segments that are listed no longer, but may still be asked for (section 6.2.2)
 * @param segments whole segments, oldest first
 * @param open the segment that is being made, of no part at first
 * @param discontinuities how many were listed and are no longer (section 4.4.3.3)
 * @param independent whether decoding can begin at every segment that ever was
 */
record Window(
        Pace pace,
        List<Segment> gone,
        List<Segment> segments,
        Segment open,
        long discontinuities,
        boolean independent) {

    /** Whether segment {@code msn} is whole, or was. */
    boolean reaches(long msn) {
        return msn < open.msn();
    }

    /** Whether the part is there, or was. One after a segment's last is the next segment's first (section 6.2.5.2). */
    boolean reaches(long msn, int part) {
        if (msn >= open.msn()) {
            return msn == open.msn() && part < open.parts().size();
        }
        Segment whole = segments.getLast();
        boolean beyond = msn == whole.msn() && part >= whole.parts().size();
        return !beyond || !open.parts().isEmpty();
    }

    /** Whether {@code file} is the part that comes next. */
    boolean isHinted(FileName file) {
        return file.equals(hint());
    }

    FileName hint() {
        return new FileName.OfPart(open.msn(), open.parts().size());
    }

    /** What {@code file} consists of; nothing if it is not there. */
    Optional<List<SharedBytes>> find(FileName file) {
        return switch (file) {
            case FileName.OfInitialization it ->
                all().map(Segment::initialization)
                        .filter(known -> known.msn() == it.msn())
                        .findFirst()
                        .map(known -> List.of(known.bytes()));
            case FileName.OfSegment it ->
                whole(it.msn())
                        .map(found -> found.parts().stream().map(Part::bytes).toList());
            case FileName.OfPart it -> part(it.msn(), it.index()).map(found -> List.of(found.bytes()));
        };
    }

    private Optional<Segment> whole(long msn) {
        return Stream.concat(gone.stream(), segments.stream())
                .filter(segment -> segment.msn() == msn)
                .findFirst();
    }

    private Optional<Part> part(long msn, int index) {
        return all().filter(segment ->
                        segment.msn() == msn && index < segment.parts().size())
                .findFirst()
                .map(segment -> segment.parts().get(index));
    }

    private Stream<Segment> all() {
        return Stream.of(gone.stream(), segments.stream(), Stream.of(open)).flatMap(part -> part);
    }
}
