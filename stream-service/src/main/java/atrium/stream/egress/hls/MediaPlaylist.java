package atrium.stream.egress.hls;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a Media Playlist (section 4.4.3), whole or as a Playlist Delta Update (section 6.2.5.1). */
final class MediaPlaylist {

    /** What EXT-X-SKIP asks for (section 8). */
    private static final int VERSION = 9;

    /** Section 4.4.3.8: at least three Part Target Durations. */
    private static final int PART_HOLD_BACK = 3;
    /** Section 4.4.3.8: at least three Target Durations. */
    private static final int HOLD_BACK = 3;
    /** Section 4.4.3.8: the Skip Boundary, at least six Target Durations. */
    private static final int SKIP_BOUNDARY = 6;
    /** Section 6.2.2: parts further than this many Target Durations from the end are not listed. */
    private static final int PARTS = 3;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final Window window;
    private final Pace pace;
    private final StringBuilder out = new StringBuilder(4096);

    private MediaPlaylist(Window window) {
        this.window = window;
        this.pace = window.pace();
    }

    /** All that is listed. */
    static String whole(Window window) {
        return new MediaPlaylist(window).write(0);
    }

    /** Without what a client that knew the playlist lately has already; the whole if that is nothing. */
    static String delta(Window window) {
        return new MediaPlaylist(window).write(skippable(window));
    }

    private static int skippable(Window window) {
        List<Segment> segments = window.segments();
        long fromEnd = segments.stream().mapToLong(Segment::duration).sum();
        int count = 0;
        while (fromEnd > window.pace().targets(SKIP_BOUNDARY)) {
            fromEnd -= segments.get(count++).duration();
        }
        return count;
    }

    private String write(int skipped) {
        header();
        if (skipped > 0) {
            line("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped);
        }
        List<Segment> segments = window.segments();
        long fromEnd = window.open().duration()
                + segments.stream().mapToLong(Segment::duration).sum();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (i >= skipped) {
                segment(segment, i == 0 ? null : segments.get(i - 1), fromEnd <= pace.targets(PARTS));
            }
            fromEnd -= segment.duration();
        }
        open();
        return out.toString();
    }

    private void header() {
        line("#EXTM3U");
        line("#EXT-X-VERSION:" + VERSION);
        if (window.independent()) {
            line("#EXT-X-INDEPENDENT-SEGMENTS");
        }
        line("#EXT-X-TARGETDURATION:" + pace.target());
        line("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=" + seconds(pace.targets(SKIP_BOUNDARY))
                + ",HOLD-BACK=" + seconds(pace.targets(HOLD_BACK))
                + ",PART-HOLD-BACK=" + seconds(PART_HOLD_BACK * pace.part()));
        line("#EXT-X-PART-INF:PART-TARGET=" + seconds(pace.part()));
        line("#EXT-X-MEDIA-SEQUENCE:" + window.segments().getFirst().msn());
        line("#EXT-X-DISCONTINUITY-SEQUENCE:" + window.discontinuities());
    }

    private void segment(Segment segment, @Nullable Segment before, boolean withParts) {
        begin(segment, before);
        if (withParts) {
            parts(segment);
        }
        line("#EXTINF:" + seconds(segment.duration()) + ",");
        line(new FileName.OfSegment(segment.msn()).toString());
    }

    /** What applies to a segment as well as to its first part (section 4.4.4.9). */
    private void begin(Segment segment, @Nullable Segment before) {
        if (segment.discontinuity()) {
            line("#EXT-X-DISCONTINUITY");
        }
        if (before == null || before.initialization() != segment.initialization()) {
            line("#EXT-X-MAP:URI=\""
                    + new FileName.OfInitialization(segment.initialization().msn()) + "\"");
        }
        line("#EXT-X-PROGRAM-DATE-TIME:" + DATE.format(segment.begin()));
    }

    private void parts(Segment segment) {
        for (int i = 0; i < segment.parts().size(); i++) {
            Part part = segment.parts().get(i);
            line("#EXT-X-PART:DURATION=" + seconds(part.duration()) + ",URI=\"" + new FileName.OfPart(segment.msn(), i)
                    + "\"" + (part.independent() ? ",INDEPENDENT=YES" : ""));
        }
    }

    private void open() {
        Segment open = window.open();
        if (!open.parts().isEmpty()) {
            begin(open, window.segments().getLast());
            parts(open);
        }
        line("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + window.hint() + "\"");
    }

    private static String seconds(long ticks) {
        return Decimal.seconds(ticks);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
